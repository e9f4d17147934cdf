// filters.js: search, chips with counts, sort. They change the view; the view changes list and map.

import { element } from '../ui/dom.js'
import { number } from '../ui/i18n.js'
import { groupName } from '../ui/states.js'

const SEARCH_DELAY_MS = 250

export class Filters {
  #store
  #api
  #states
  #search = document.getElementById('search')
  #sort = document.getElementById('sort')
  #chips = document.getElementById('chips')
  #counts = []
  #isCounting
  #abort = new AbortController()
  #timer = null

  constructor({ store, api, me, states }) {
    // Who may not read the figures of an area has no counts: a handful of parcels needs no chips.
    this.#isCounting = Boolean(me.rights?.reports)
    this.#chips.hidden = !this.#isCounting
    this.#store = store
    this.#api = api
    this.#states = states
    this.#search.addEventListener('input', () => this.#searchSoon())
    this.#search.addEventListener('search', () => this.#searchNow())
    this.#sort.addEventListener('change', () => store.set({ sort: this.#sort.value }))
    this.#chips.addEventListener('click', (event) => this.#toggle(event.target.closest('[data-group]')))
    this.show(store.view)
    this.#takeTyped()
  }

  /** On a slow line people type before this is here. */
  #takeTyped() {
    if (this.#search.value.trim()) this.#searchSoon()
    else this.#search.value = this.#store.view.q
  }

  #searchSoon() {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#searchNow(), SEARCH_DELAY_MS)
  }

  #searchNow() {
    clearTimeout(this.#timer)
    if (this.#search.value.trim() !== this.#store.view.q) this.#store.set({ q: this.#search.value.trim() })
  }

  #toggle(chip) {
    if (!chip) return
    const { group } = chip.dataset
    const { groups } = this.#store.view
    this.#store.set({ groups: groups.includes(group) ? groups.filter((one) => one !== group) : [...groups, group] })
  }

  /** Bring the controls in line with a view. */
  show(view) {
    if (document.activeElement !== this.#search) this.#search.value = view.q
    this.#sort.value = view.sort
    for (const chip of this.#chips.querySelectorAll('[data-group]')) {
      chip.setAttribute('aria-pressed', String(view.groups.includes(chip.dataset.group)))
    }
  }

  /** Load the counts: how many parcels each chip would leave, given area and search. */
  async load({ area, q }) {
    if (!this.#isCounting) return
    this.#abort.abort()
    this.#abort = new AbortController()
    try {
      const { data } = await this.#api.get('/api/reports/states', { area, q }, { signal: this.#abort.signal })
      this.#counts = this.#states.countGroups(data)
    } catch (error) {
      if (error.name === 'AbortError') return
      this.#counts = this.#counts.map(({ group }) => ({ group, count: null }))
    }
    this.#showCounts()
  }

  #showCounts() {
    const focused = this.#chips.contains(document.activeElement) ? document.activeElement.dataset.group : null
    const { groups } = this.#store.view
    this.#chips.replaceChildren(...this.#counts.map(({ group, count }) => chip(group, count, groups.includes(group))))
    if (focused) this.#chips.querySelector(`[data-group="${focused}"]`)?.focus()
  }

  focusSearch() {
    this.#search.focus()
    this.#search.select()
  }
}

function chip(group, count, isPressed) {
  return element(
    'button',
    { class: 'chip', type: 'button', 'data-group': group, 'data-count': count, 'aria-pressed': String(isPressed) },
    element('i', { class: `swatch is-${group}`, 'aria-hidden': 'true' }),
    groupName(group),
    count !== null && element('b', {}, number(count)),
  )
}
