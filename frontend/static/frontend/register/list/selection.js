// selection.js: which applications are chosen: by click, with Shift a stretch, with Space and arrows from the keyboard.

/** `events` dispatches 'change'. Rows stay chosen while other pages of the same list are looked at. */
export class Selection {
  events = new EventTarget()
  #node
  #rows = new Map()
  #chosen = new Map()
  #last = ''

  constructor(node) {
    this.#node = node
    node.addEventListener('click', (event) => this.#click(event))
    node.addEventListener('keydown', (event) => this.#key(event))
  }

  get rows() {
    return [...this.#chosen.values()]
  }

  /** The rows that are on the page now; chosen ones are known by what they are now. */
  offer(rows) {
    this.#rows = new Map(rows.map((row) => [row.uid, row]))
    for (const row of rows) if (this.#chosen.has(row.uid)) this.#chosen.set(row.uid, row)
    this.#last = ''
    this.mark()
  }

  choose(rows, isChosen = true) {
    for (const row of rows) {
      if (isChosen) this.#chosen.set(row.uid, row)
      else this.#chosen.delete(row.uid)
    }
    this.#changed()
  }

  choosePage(isChosen) {
    this.choose([...this.#rows.values()], isChosen)
  }

  clear() {
    this.#chosen.clear()
    this.#changed()
  }

  get isPageChosen() {
    return this.#rows.size > 0 && [...this.#rows.keys()].every((uid) => this.#chosen.has(uid))
  }

  #changed() {
    this.mark()
    this.events.dispatchEvent(new CustomEvent('change'))
  }

  mark() {
    for (const row of this.#node.querySelectorAll('[data-uid]')) {
      const isChosen = this.#chosen.has(row.dataset.uid)
      row.classList.toggle('is-chosen', isChosen)
      const box = row.querySelector('[data-choose]')
      if (box) box.checked = isChosen
    }
    const all = this.#node.querySelector('#all')
    if (!all) return
    all.checked = this.isPageChosen
    all.indeterminate = !all.checked && [...this.#rows.keys()].some((uid) => this.#chosen.has(uid))
  }

  /** A click on a box, or anywhere in its row that leads nowhere else. Space on a box is a click, too. */
  #click(event) {
    const row = event.target.closest('[data-uid]')
    if (!row?.querySelector('[data-choose]') || event.target.closest('a, button')) return
    // A label passes its click on to its box, which comes here by itself.
    if (event.target.closest('label') && !event.target.matches('[data-choose]')) return
    // A card is opened by a tap; its box chooses it.
    if (row.matches('li') && !event.target.closest('label')) return row.querySelector('a').click()
    const { uid } = row.dataset
    const isChosen = !this.#chosen.has(uid)
    if (event.shiftKey) getSelection().removeAllRanges()
    this.choose(event.shiftKey && this.#last ? this.#stretch(this.#last, uid) : [this.#rows.get(uid)], isChosen)
    this.#last = uid
  }

  #stretch(from, to) {
    const uids = [...this.#rows.keys()]
    const [first, last] = [uids.indexOf(from), uids.indexOf(to)].sort((a, b) => a - b)
    return uids.slice(first, last + 1).map((uid) => this.#rows.get(uid))
  }

  #key(event) {
    const box = event.target.closest?.('[data-choose]')
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (!box || !step) return
    event.preventDefault()
    const boxes = [...this.#node.querySelectorAll('[data-choose]')]
    const next = boxes[boxes.indexOf(box) + step]
    next?.focus()
    if (next && event.shiftKey) next.click()
  }
}
