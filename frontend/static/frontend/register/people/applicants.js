// applicants.js: who applied: find somebody by name, page after page. The address holds the view.

import { emptyBox, errorBox, skeletons } from '../../ui/boxes.js'
import { element } from '../../ui/dom.js'
import { gettext, interpolate, ngettext, number, pick } from '../../ui/i18n.js'
import { optionsOf } from '../asks.js'
import { turnPages } from '../pager.js'
import { start } from '../start.js'

const PAGE = 50
const TYPING_MS = 300
const node = document.getElementById('list')
const pager = document.getElementById('pager')
const count = document.getElementById('count')
const search = document.getElementById('search')
const kind = document.getElementById('kind')
const phone = matchMedia('(max-width: 760px)')
const address = ({ uid }) => `/applicants/${uid}`

class Applicants {
  #world
  #data = null
  #abort = new AbortController()

  constructor(world) {
    this.#world = world
    kind.append(...optionsOf(world.codes.applicant_kind).map(([code, name]) => element('option', { value: code }, name)))
    let typed = 0
    search.addEventListener('input', () => {
      clearTimeout(typed)
      typed = setTimeout(() => this.#set({ q: search.value.trim(), kind: kind.value }, { isStep: false }), TYPING_MS)
    })
    kind.addEventListener('change', () => this.#set({ q: search.value.trim(), kind: kind.value }))
    phone.addEventListener('change', () => this.#data?.items.length && this.#show())
    addEventListener('popstate', () => this.open())
  }

  /** Another search begins at its first page. */
  #set(view, { isStep = true } = {}) {
    const query = new URLSearchParams(Object.entries(view).filter(([, value]) => value)).toString()
    history[isStep ? 'pushState' : 'replaceState'](null, '', query ? `${location.pathname}?${query}` : location.pathname)
    return this.open()
  }

  get #view() {
    return Object.fromEntries(new URLSearchParams(location.search))
  }

  async open() {
    this.#abort.abort()
    this.#abort = new AbortController()
    const { signal } = this.#abort
    const { q = '', kind: chosen = '', after, before } = this.#view
    if (document.activeElement !== search) search.value = q
    kind.value = chosen
    node.setAttribute('aria-busy', 'true')
    if (!this.#data) node.replaceChildren(...skeletons(10, 'list-skeleton'))
    try {
      const params = { q, kind: chosen, sortby: 'name_th', limit: PAGE, after, before }
      this.#data = (await this.#world.api.get('/api/applicants', params, { signal })).data
      this.#show()
    } catch (problem) {
      if (problem.name === 'AbortError') return
      if (!problem.kind) throw problem
      this.#fail(problem)
    }
    node.setAttribute('aria-busy', 'false')
  }

  #fail(problem) {
    this.#data = null
    count.textContent = ''
    pager.hidden = true
    node.replaceChildren(errorBox(problem, () => this.open()))
  }

  #show() {
    const { items, numberMatched, links } = this.#data
    count.textContent = numberMatched === undefined
      ? gettext('Over 10,000 applicants')
      : interpolate(ngettext('%(count)s applicant', '%(count)s applicants', numberMatched), { count: number(numberMatched) })
    node.replaceChildren(items.length ? this.#rows(items) : this.#empty())
    turnPages(pager, links, (place) => {
      const { q, kind: chosen } = this.#view
      this.#set({ q, kind: chosen, ...place })
      node.focus()
      scrollTo({ top: 0 })
    })
  }

  #empty() {
    const { q, kind: chosen } = this.#view
    if (!q && !chosen) return emptyBox(gettext('No applicants in your area yet'), gettext('Somebody is written down with the first application.'))
    const clear = () => {
      search.value = ''
      this.#set({})
    }
    return emptyBox(gettext('No applicant matches'), gettext('Try a part of the name, or fewer filters.'), [[gettext('Clear everything'), clear]])
  }

  #rows(items) {
    return phone.matches ? this.#cards(items) : this.#table(items)
  }

  #kindOf(row) {
    return pick(this.#world.codes.applicant_kind.find(({ code }) => code === row.kind), 'name')
  }

  #table(items) {
    const heads = [gettext('Name'), gettext('Kind of applicant'), gettext('Tambon'), gettext('National ID'), gettext('Telephone')]
    const row = (one) => element(
      'tr', { 'data-uid': one.uid },
      element('th', { scope: 'row', class: 'cell-no' }, nameLink(one)),
      ...[this.#kindOf(one), one.tambon_th, one.national_id_masked, one.phone].map((text) => element('td', {}, text || '–')),
    )
    return element(
      'div', { class: 'table-scroll' },
      element(
        'table', { class: 'table' },
        element('caption', { class: 'hidden-text' }, gettext('Applicants')),
        element('thead', {}, element('tr', {}, ...heads.map((name) => element('th', { scope: 'col' }, name)))),
        element('tbody', {}, ...items.map(row)),
      ),
    )
  }

  #cards(items) {
    const card = (one) => element(
      'li', { class: 'app-card', 'data-uid': one.uid },
      element(
        'div', {},
        element('p', { class: 'app-card-top' }, nameLink(one)),
        element('p', {}, [this.#kindOf(one), one.tambon_th].filter(Boolean).join(' · ')),
        element('p', {}, [one.national_id_masked, one.phone].filter(Boolean).join(' · ') || '–'),
      ),
    )
    return element('ul', { class: 'app-cards', 'aria-label': gettext('Applicants') }, ...items.map(card))
  }
}

function nameLink(row) {
  return element('a', { href: address(row) }, row.name_th || '–', row.deceased && element('small', {}, ` ${gettext('deceased')}`))
}

start(node, (world) => new Applicants(world).open())
