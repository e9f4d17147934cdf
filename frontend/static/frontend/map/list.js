// list.js: the parcels of the view as a list, page by page as it is scrolled. The list is the map.

import { emptyBox, errorBox, skeletons } from '../ui/boxes.js'
import { element } from '../ui/dom.js'
import { gettext, interpolate, ngettext, number } from '../ui/i18n.js'
import { emptyAdvice } from './empty-advice.js'
import { listRow } from './list-row.js'
import { parcelFilter } from './query.js'

const PAGE = 50

/** `events` dispatches 'pick' {feature}, 'hover' {uid|null}, 'loaded' {features}. */
export class ParcelList {
  events = new EventTarget()
  #scroll = document.getElementById('list')
  #rows = document.getElementById('rows')
  #end = document.getElementById('list-end')
  #count = document.getElementById('count')
  #api
  #store
  #states
  #features = []
  #after = null
  #abort = new AbortController()
  #isLoading = false

  constructor({ api, store, states }) {
    this.#api = api
    this.#store = store
    this.#states = states
    this.#listen()
  }

  #listen() {
    this.#rows.addEventListener('click', (event) => this.#pick(event.target.closest('[data-uid]')))
    this.#rows.addEventListener('pointerover', (event) => this.#hover(event.target.closest('[data-uid]')?.dataset.uid ?? null))
    this.#rows.addEventListener('pointerleave', () => this.#hover(null))
    this.#rows.addEventListener('focusin', (event) => this.#hover(event.target.dataset.uid ?? null))
    new IntersectionObserver(([{ isIntersecting }]) => isIntersecting && this.#next(), { root: this.#scroll, rootMargin: '400px' }).observe(this.#end)
  }

  #pick(button) {
    const feature = button && this.#features.find(({ id }) => id === button.dataset.uid)
    if (feature) this.#tell('pick', { feature })
  }

  #hover(uid) {
    this.#tell('hover', { uid })
  }

  #tell(name, detail) {
    this.events.dispatchEvent(new CustomEvent(name, { detail }))
  }

  get features() {
    return this.#features
  }

  /** Load the first page of the present view. Old rows stay, dimmed, until the new ones are here. */
  async load() {
    this.#abort.abort()
    this.#abort = new AbortController()
    if (this.#features.length) this.#scroll.classList.add('is-old')
    else this.#rows.replaceChildren(...skeletons(8, 'row-skeleton').map((block) => element('li', {}, block)))
    const page = await this.#ask(null)
    if (page) this.#begin(page)
  }

  async #next() {
    if (!this.#after || this.#isLoading) return
    const page = await this.#ask(this.#after)
    if (page) this.#add(page)
  }

  async #ask(after) {
    this.#isLoading = true
    const { view } = this.#store
    const params = { ...parcelFilter(view, this.#states), sortby: view.sort, limit: PAGE, after }
    const { signal } = this.#abort
    try {
      return await this.#api.items('parcels', params, { signal })
    } catch (error) {
      if (error.name !== 'AbortError') this.#fail(error)
      return null
    } finally {
      if (!signal.aborted) this.#isLoading = false
    }
  }

  #begin(page) {
    this.#features = []
    this.#rows.replaceChildren()
    this.#scroll.classList.remove('is-old')
    this.#scroll.scrollTop = 0
    this.#count.textContent = countWords(page.numberMatched)
    this.#add(page)
    if (!page.features.length) this.#showEmpty()
    this.#tell('loaded', { features: page.features })
  }

  #add({ features, after, numberMatched }) {
    const { parcel } = this.#store.view
    this.#features.push(...features)
    this.#rows.append(...features.map((feature) => listRow(feature, this.#states, feature.id === parcel)))
    this.#after = after
    const isWhole = !after && numberMatched > PAGE
    this.#end.replaceChildren(isWhole ? element('p', { class: 'list-end' }, gettext('That is all.')) : '')
  }

  #fail(problem) {
    this.#features = []
    this.#after = null
    this.#scroll.classList.remove('is-old')
    this.#count.textContent = gettext('Parcels')
    this.#rows.replaceChildren()
    this.#end.replaceChildren(errorBox(problem, () => this.load()))
  }

  async #showEmpty() {
    const { signal } = this.#abort
    this.#end.replaceChildren(emptyBox(gettext('No parcel matches'), gettext('Looking for the filter that hides most…')))
    const advice = await emptyAdvice(this.#store, this.#api, this.#states)
    if (!signal.aborted) this.#end.replaceChildren(emptyBox(advice.title, advice.text, advice.actions))
  }

  /** Mark the selected parcel and bring it into view. */
  select(uid) {
    for (const row of this.#rows.querySelectorAll('.row')) {
      if (row.dataset.uid === uid) row.setAttribute('aria-current', 'true')
      else row.removeAttribute('aria-current')
    }
    this.#row(uid)?.scrollIntoView({ block: 'nearest' })
  }

  light(uid) {
    for (const row of this.#rows.querySelectorAll('.is-lit')) row.classList.remove('is-lit')
    this.#row(uid)?.classList.add('is-lit')
  }

  #row(uid) {
    return uid ? this.#rows.querySelector(`[data-uid="${uid}"]`) : null
  }
}

function countWords(count) {
  if (count === null) return gettext('Over 10,000 parcels')
  return interpolate(ngettext('%(count)s parcel', '%(count)s parcels', count), { count: number(count) })
}
