// sheet.js: on a phone the inspector is a sheet at the bottom, and list and map are two tabs.

/** One for the page, and not one with each look. */
const narrow = matchMedia('(max-width: 760px)')
const NEXT = { half: 'high', high: 'low', low: 'half' }

export class Sheet {
  #panel = document.getElementById('inspector')
  #grab = document.getElementById('grab')
  #bench = document.getElementById('bench')
  #tabs = document.querySelectorAll('.tabs [data-tab]')

  constructor() {
    this.size = 'half'
    this.openTab('map')
    this.#grab.addEventListener('click', () => { this.size = NEXT[this.size] })
    for (const tab of this.#tabs) tab.addEventListener('click', () => this.openTab(tab.dataset.tab))
  }

  get size() {
    return this.#panel.dataset.size
  }

  set size(size) {
    this.#panel.dataset.size = size
    this.#panel.scrollTop = 0
    this.#grab.setAttribute('aria-expanded', String(size !== 'low'))
  }

  openTab(name) {
    this.#bench.dataset.tab = name
    for (const tab of this.#tabs) {
      if (tab.dataset.tab === name) tab.setAttribute('aria-current', 'page')
      else tab.removeAttribute('aria-current')
    }
  }

  /** The part of the map that the sheet covers, in pixels. */
  get covered() {
    const isSheet = narrow.matches && !this.#panel.hidden
    return isSheet ? this.#panel.offsetHeight : 0
  }
}
