// drop.js: a file that is dropped on the map.

/** `take(file)` for the first file; what is dragged without a file is nobody's business. */
export function listenToDrops(node, take) {
  const hasFile = ({ dataTransfer }) => [...dataTransfer.types].includes('Files')
  const mark = (isOver) => node.classList.toggle('is-dropping', isOver)
  node.addEventListener('dragover', (event) => {
    if (!hasFile(event)) return
    event.preventDefault()
    mark(true)
  })
  node.addEventListener('dragleave', ({ relatedTarget }) => node.contains(relatedTarget) || mark(false))
  node.addEventListener('drop', (event) => {
    mark(false)
    const [file] = event.dataTransfer.files
    if (!file) return
    event.preventDefault()
    take(file)
  })
}
