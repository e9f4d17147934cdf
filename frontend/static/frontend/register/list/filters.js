// filters.js: the head of the list: counts of states as buttons, search, and the chosen filters as chips.

import { element, icon } from '../../ui/dom.js'
import { fiscalYear, gettext, interpolate, number, pick } from '../../ui/i18n.js'
import { YEARS } from '../../map/figures.js'
import { optionsOf } from '../asks.js'
import { filterOf, START } from './view.js'

/** States that are always shown; others only when there are any, or when they are chosen. */
const USUAL = ['DRAFT', 'APPLIED', 'RETURNED', 'DOCS_OK', 'SURVEYED', 'SENT']
const TYPING_MS = 300

export class Filters {
  #world
  #view
  #areas = []
  #counts = {}
  #counted = null
  #nodes = Object.fromEntries(['counts', 'search', 'chosen'].map((id) => [id, document.getElementById(id)]))

  constructor(world, view) {
    this.#world = world
    this.#view = view
    let typed = 0
    this.#nodes.search.addEventListener('input', ({ target }) => {
      clearTimeout(typed)
      typed = setTimeout(() => view.set({ q: target.value.trim() }, { isStep: false }), TYPING_MS)
    })
  }

  /** The areas below the reader's own, as a filter. */
  async loadAreas() {
    const { api, me } = this.#world
    const scope = me.area?.code ?? ''
    if (!scope || scope.length > 4) return
    try {
      const { features } = await api.items('areas', { parent: scope, skipGeometry: true, limit: 1000 })
      this.#areas = features.map(({ properties }) => [properties.code, pick(properties, 'name')])
      this.show()
    } catch (problem) {
      // The list is there without this filter.
      if (!problem.kind) throw problem
    }
  }

  show() {
    const { q } = this.#view.now
    if (document.activeElement !== this.#nodes.search) this.#nodes.search.value = q
    this.#showCounts()
    this.#nodes.chosen.replaceChildren(...this.#chips(), this.#adder())
  }

  /** How many there are in each state under the other filters; asked anew only when those have changed. */
  async count({ isForced = false } = {}) {
    const filter = filterOf({ ...this.#view.now, states: [] })
    const asked = JSON.stringify(filter)
    if (asked === this.#counted && !isForced) return
    this.#counted = asked
    const { api, codes } = this.#world
    const one = async ({ code }) => [code, (await api.get('/api/applications', { ...filter, state: code, limit: 1 })).data.numberMatched ?? null]
    try {
      const counts = Object.fromEntries(await Promise.all(codes.state.map(one)))
      if (asked !== this.#counted) return
      this.#counts = counts
    } catch (problem) {
      if (!problem.kind) throw problem
      // The list below says what failed, and offers to try again.
      this.#counted = null
      this.#counts = {}
    }
    this.#showCounts()
  }

  #showCounts() {
    const { codes } = this.#world
    const { states } = this.#view.now
    const shown = codes.state.filter(({ code }) => USUAL.includes(code) || this.#counts[code] > 0 || states.includes(code))
    this.#nodes.counts.replaceChildren(...shown.map((row) => this.#countButton(row, states)))
  }

  #countButton(row, chosen) {
    const { states } = this.#world
    const count = this.#counts[row.code]
    const isOn = chosen.includes(row.code)
    const click = () => {
      this.#view.set({ states: isOn ? chosen.filter((code) => code !== row.code) : [...chosen, row.code] })
      this.#nodes.counts.querySelector(`[data-state="${row.code}"]`)?.focus()
    }
    return element(
      'button',
      { type: 'button', 'aria-pressed': String(isOn), 'data-state': row.code, on: { click } },
      element('b', {}, count === undefined ? '–' : count === null ? '10,000+' : number(count)),
      element('span', {}, element('i', { class: `swatch is-${states.groupOf(row.code)}`, 'aria-hidden': 'true' }), pick(row, 'name')),
    )
  }

  /** What is chosen beside the states: [{names of the view's parts, label}], also for the advice of an empty list. */
  get used() {
    const { codes, states, me } = this.#world
    const { now } = this.#view
    const name = (list, code) => pick(codes[list].find((row) => row.code === code), 'name') || code
    const area = this.#areas.find(([code]) => code === now.area)?.[1] ?? (now.area === me.area?.code ? pick(me.area, 'name') : now.area)
    const labels = {
      states: interpolate(gettext('State: %(names)s'), { names: now.states.map((code) => states.nameOf(code)).join(', ') }),
      q: interpolate(gettext('Search: %(text)s'), { text: now.q }),
      area: interpolate(gettext('Area: %(name)s'), { name: area }),
      fy: interpolate(gettext('Fiscal year %(year)s'), { year: now.fy && fiscalYear(Number(now.fy)) }),
      model: interpolate(gettext('Model: %(name)s'), { name: name('plot_model', now.model) }),
      kind: interpolate(gettext('Applicant: %(name)s'), { name: name('applicant_kind', now.kind) }),
    }
    return Object.entries(labels).filter(([part]) => now[part].length).map(([part, label]) => ({ part, label }))
  }

  drop(part) {
    this.#view.set({ [part]: START[part] })
    if (part === 'q') this.#nodes.search.value = ''
  }

  #chips() {
    return this.used.map(({ part, label }) => {
      const close = element(
        'button',
        { type: 'button', 'aria-label': interpolate(gettext('Drop the filter %(filter)s'), { filter: label }), on: { click: () => this.drop(part) } },
        icon('x'),
      )
      return element('span', { class: 'filter-chip' }, label, close)
    })
  }

  #adder() {
    const { codes } = this.#world
    const lists = [
      ['area', gettext('Area'), this.#areas],
      ['fy', gettext('Fiscal year'), YEARS.map((year) => [String(year), fiscalYear(year)])],
      ['model', gettext('Model'), optionsOf(codes.plot_model)],
      ['kind', gettext('Kind of applicant'), optionsOf(codes.applicant_kind)],
    ]
    const { now } = this.#view
    return element('span', { class: 'filter-adds' }, ...lists.filter(([part, , options]) => options.length && !now[part]).map((list) => this.#select(...list)))
  }

  #select(part, label, options) {
    const choose = ({ target }) => target.value && this.#view.set({ [part]: target.value })
    return element(
      'select',
      { class: 'filter-add', 'aria-label': label, on: { change: choose } },
      element('option', { value: '' }, label),
      ...options.map(([code, name]) => element('option', { value: code }, name)),
    )
  }
}
