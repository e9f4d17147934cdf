// applicant-search.js: finding somebody whom the register knows, so that he is not entered twice.

import { element, icon } from '../../ui/dom.js'
import { gettext, interpolate, ngettext, number } from '../../ui/i18n.js'

const REST_MS = 300
const LIMIT = 8

export class ApplicantSearch {
  #flow
  #choose
  #timer
  #asked = 0
  #list = element('ul', { class: 'flow-found', 'aria-label': gettext('Found in the register') })
  #told = element('p', { class: 'quiet', role: 'status' })

  constructor(flow, choose) {
    this.#flow = flow
    this.#choose = choose
    const input = element('input', { type: 'search', id: 'known-applicant', autocomplete: 'off', maxlength: '100', placeholder: gettext('Name of somebody who is in the register') })
    input.addEventListener('input', () => this.#soon(input.value.trim()))
    const field = element('label', { class: 'search' }, icon('search'), element('span', { class: 'hidden-text' }, gettext('Choose somebody from the register')), input)
    this.node = element('div', { class: 'flow-search' }, field, this.#told, this.#list)
  }

  #soon(text) {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#find(text), REST_MS)
  }

  async #find(text) {
    this.#asked += 1
    const mine = this.#asked
    if (text.length < 2) return this.#show([], '')
    try {
      const { data } = await this.#flow.api.get('/api/applicants', { q: text, limit: LIMIT })
      const words = interpolate(ngettext('%(count)s applicant found', '%(count)s applicants found', data.items.length), { count: number(data.items.length) })
      if (mine === this.#asked) this.#show(data.items, words)
    } catch (problem) {
      if (!problem.kind) throw problem
      this.#show([], problem.detail || problem.title)
    }
  }

  #show(rows, words) {
    this.#told.replaceChildren(words)
    this.#list.replaceChildren(...rows.map((row) => this.#row(row)))
  }

  #row(row) {
    const about = [this.#flow.name('applicant_kind', row.kind), row.tambon_th, row.phone, row.national_id_masked].filter(Boolean).join(' · ')
    const click = () => this.#choose(row)
    const label = interpolate(gettext('Choose %(name)s'), { name: row.name_th })
    return element('li', {}, element('span', {}, element('b', {}, row.name_th), element('small', {}, about)), element('button', { class: 'button', type: 'button', 'aria-label': label, on: { click } }, gettext('Choose')))
  }
}
