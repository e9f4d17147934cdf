// search-box.js: one box for everything that one may know of an application: name, number, parcel, deed, sheet, place.

import { element, icon } from '../ui/dom.js'
import { gettext, interpolate, ngettext, number, pgettext } from '../ui/i18n.js'

const WAIT_MS = 200
const SHORTEST = 2
const LIMIT = 20
const KINDS = {
  application: ['file-text', () => pgettext('found', 'Application')],
  applicant: ['list', () => gettext('Applicant')],
  parcel: ['pentagon', () => gettext('Parcel')],
  document: ['paperclip', () => gettext('Land document')],
  area: ['map-pin', () => gettext('Area')],
}

/** Where what was found is to be seen. */
function addressOf({ kind, uid, label, application, parcel }) {
  if (kind === 'area') return `/?area=${label}`
  if (kind === 'applicant') return `/applicants/${uid}`
  if (kind === 'parcel') return `/?parcel=${uid}`
  return application ? `/applications/${application}` : `/?parcel=${parcel}`
}

export class SearchBox {
  #box = document.getElementById('search-box')
  #input = document.getElementById('everything')
  #list = document.getElementById('found')
  #note = document.getElementById('found-note')
  #api
  #found = []
  #active = -1
  #timer = null
  #abort = new AbortController()

  constructor(api) {
    this.#api = api
    this.#input.addEventListener('input', () => this.#searchSoon())
    this.#input.addEventListener('keydown', (event) => this.#key(event))
    this.#box.addEventListener('toggle', ({ newState }) => newState === 'open' && this.#input.select())
    // On a slow line people type before this is here.
    if (this.#input.value.trim()) this.#search()
  }

  #searchSoon() {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#search(), WAIT_MS)
  }

  async #search() {
    this.#abort.abort()
    this.#abort = new AbortController()
    const q = this.#input.value.trim()
    if (q.length < SHORTEST) return this.#show([], '')
    try {
      const { data } = await this.#api.get('/api/search', { q, limit: LIMIT }, { signal: this.#abort.signal })
      this.#show(data.items, this.#words(data.items.length, q))
    } catch (problem) {
      if (problem.name === 'AbortError') return
      if (!problem.kind) throw problem
      this.#show([], problem.title)
    }
  }

  #words(count, q) {
    if (count === LIMIT) return interpolate(gettext('The nearest %(count)s. Type more to find others.'), { count: number(count) })
    if (!count) return interpolate(gettext('Nothing was found for “%(text)s” within your area.'), { text: q })
    return interpolate(ngettext('%(count)s found', '%(count)s found', count), { count: number(count) })
  }

  #show(found, words) {
    this.#found = found
    this.#note.textContent = words
    this.#list.replaceChildren(...found.map((one, n) => this.#option(one, n)))
    this.#input.setAttribute('aria-expanded', String(found.length > 0))
    this.#light(-1)
  }

  #option(one, n) {
    const [iconName, kind] = KINDS[one.kind]
    const [first, second] = one.kind === 'area' ? [one.detail, one.label] : [one.label, one.detail]
    return element(
      'li',
      { class: 'found', role: 'option', id: `found-${n}`, 'aria-selected': 'false', on: { click: () => this.#open(n), pointermove: () => this.#light(n) } },
      icon(iconName),
      element('span', { class: 'found-words' }, element('b', {}, first), second && element('span', {}, second)),
      element('span', { class: 'found-kind' }, kind()),
    )
  }

  #light(n) {
    this.#active = n
    for (const [m, option] of [...this.#list.children].entries()) option.setAttribute('aria-selected', String(m === n))
    if (n < 0) return this.#input.removeAttribute('aria-activedescendant')
    this.#input.setAttribute('aria-activedescendant', `found-${n}`)
    this.#list.children[n].scrollIntoView({ block: 'nearest' })
  }

  #key(event) {
    const steps = { ArrowDown: 1, ArrowUp: -1 }
    if (event.key === 'Enter' && this.#found.length) this.#open(Math.max(0, this.#active))
    else if (event.key in steps && this.#found.length) this.#light((this.#active + steps[event.key] + this.#found.length) % this.#found.length)
    else return
    event.preventDefault()
  }

  #open(n) {
    location.assign(addressOf(this.#found[n]))
  }
}
