// design-keys.js: keys that turn a design while the map has the focus.

const TURNS = { ArrowLeft: -1, ArrowRight: 1, ArrowDown: -1, ArrowUp: 1 }
const FAR = 10 // degrees with Shift

export class DesignKeys {
  #map
  #heard
  #off = new AbortController()

  /** `heard`: onTurn(degrees), onMirror(), onTake(), onLeave(). */
  constructor(map, heard) {
    this.#map = map
    this.#heard = heard
    map.keyboard?.disable()
    document.addEventListener('keydown', this.#key, { signal: this.#off.signal })
  }

  #key = (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !this.#isOurs(event.target)) return
    const act = this.#action(event)
    if (!act) return
    event.preventDefault()
    act()
  }

  #isOurs(target) {
    return target === document.body || target === this.#map.getContainer()
  }

  #action({ key, code, shiftKey }) {
    if (TURNS[key]) return () => this.#heard.onTurn(TURNS[key] * (shiftKey ? FAR : 1))
    if (code === 'KeyM') return this.#heard.onMirror // the key's place: Thai keyboards give another letter
    if (key === 'Enter') return this.#heard.onTake
    return key === 'Escape' ? this.#heard.onLeave : null
  }

  remove() {
    this.#off.abort()
    this.#map.keyboard?.enable()
  }
}
