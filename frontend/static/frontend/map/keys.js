// keys.js: keys that work anywhere on the bench: / searches, Escape closes what was opened last.

/** `actions`: {search, escape}; escape is left alone while a tool runs (`isBusy`) or something native is open. */
export function listenToKeys({ search, escape, isBusy }) {
  document.addEventListener('keydown', (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return
    if (event.key === '/' && !isTyping(event.target)) {
      event.preventDefault()
      search()
    }
    if (event.key === 'Escape' && !isBusy() && !document.querySelector('dialog[open], :popover-open')) escape(event.target)
  })
}

function isTyping(node) {
  return node.matches('input, select, textarea, [contenteditable]')
}
