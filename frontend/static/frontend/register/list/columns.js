// columns.js: the columns of the list: what each shows, which ones this person wants and in which order.

import { element, icon } from '../../ui/dom.js'
import { fiscalYear, gettext, interpolate, number, pick, shortDate } from '../../ui/i18n.js'
import { statePill } from '../../map/list-row.js'
import { waitingBar } from '../waiting.js'

const KEPT = 'plaeng.applications.columns'
const FIRST = ['applicant', 'place', 'model', 'area', 'state', 'next', 'waiting']

/** Every column: its name, how it is sorted, what it shows. The number leads each row and is always there. */
export function allColumns({ codes, states }) {
  const nameOf = (list, code) => pick(codes[list].find((row) => row.code === code), 'name') || code || '–'
  return {
    applicant: { name: gettext('Applicant'), sort: 'applicant_name', cell: (row) => row.applicant_name || '–' },
    place: {
      name: gettext('Tambon, amphoe'),
      cell: (row) => element('span', {}, row.tambon_th, ' ', element('small', {}, row.amphoe_th)),
    },
    model: { name: gettext('Model'), cell: (row) => modelWords(row, nameOf) },
    area: {
      name: gettext('Joined, rai-ngan-wah'), isNumber: true,
      cell: (row) => row.joined_area?.text ?? '–',
    },
    state: { name: gettext('State'), sort: 'state', cell: (row) => statePill(row.state, states) },
    next: { name: gettext('Next step'), cell: () => element('span', { class: 'next', 'data-next': true }) },
    waiting: { name: gettext('Waiting (days)'), sort: 'state_since', isNumber: true, cell: waitingBar },
    parcels: { name: gettext('Parcels'), isNumber: true, cell: (row) => number(row.parcels ?? 0) },
    kind: { name: gettext('Kind of applicant'), cell: (row) => nameOf('applicant_kind', row.applicant_kind) },
    level: { name: gettext('Level'), cell: (row) => nameOf('level', row.level) },
    fy: { name: gettext('Fiscal year'), cell: (row) => fiscalYear(row.fy) },
    rank: { name: gettext('Rank in reserve'), sort: 'reserve_rank', isNumber: true, cell: (row) => row.reserve_rank ?? '–' },
    entered: { name: gettext('Entered by'), cell: (row) => row.created_by || '–' },
    updated: { name: gettext('Last change'), sort: 'updated_at', cell: (row) => shortDate(row.updated_at) },
    remark: { name: gettext('Remark'), cell: (row) => element('span', { class: 'cell-long' }, row.remark || '–') },
  }
}

export function modelWords({ model, size_target_rai: size }, nameOf) {
  const name = nameOf('plot_model', model)
  return size ? interpolate(gettext('%(model)s %(size)s rai'), { model: name, size: number(size) }) : name
}

/** The chosen columns, kept on this device. `events` dispatches 'change'. */
export class Columns {
  events = new EventTarget()
  #all
  #names

  constructor(all) {
    this.#all = all
    this.#names = read().filter((name) => name in all)
    if (!this.#names.length) this.#names = FIRST
  }

  /** [name, column] in order. */
  get chosen() {
    return this.#names.map((name) => [name, this.#all[name]])
  }

  #set(names) {
    this.#names = names
    try {
      localStorage.setItem(KEPT, JSON.stringify(names))
    } catch {
      // A browser that keeps nothing still shows the choice until the page is left.
    }
    this.events.dispatchEvent(new CustomEvent('change'))
  }

  #toggle(name, isWanted) {
    this.#set(isWanted ? [...this.#names, name] : this.#names.filter((one) => one !== name))
  }

  #shift(name, by) {
    const names = this.#names.filter((one) => one !== name)
    names.splice(this.#names.indexOf(name) + by, 0, name)
    this.#set(names)
  }

  /** The choice as a list in `node`: chosen ones first, in order. */
  show(node) {
    const hidden = Object.keys(this.#all).filter((name) => !this.#names.includes(name))
    const first = element('button', { class: 'text-button', type: 'button', on: { click: () => this.#redo(node, () => this.#set(FIRST)) } }, gettext('As at first'))
    const rows = [...this.#names, ...hidden].map((name) => this.#row(node, name))
    node.replaceChildren(element('h2', {}, gettext('Columns')), element('ul', {}, ...rows), first)
  }

  #redo(node, change, focus = '') {
    change()
    this.show(node)
    node.querySelector(focus || 'button')?.focus()
  }

  #row(node, name) {
    const at = this.#names.indexOf(name)
    const box = element('input', { class: 'check', type: 'checkbox', checked: at >= 0, 'data-name': name })
    box.addEventListener('change', () => this.#redo(node, () => this.#toggle(name, box.checked), `[data-name="${name}"]`))
    const title = this.#all[name].name
    const step = (glyph, words, by) => element(
      'button',
      {
        class: 'icon-button', type: 'button', 'data-step': `${name}${by}`, disabled: at < 0 || !(at + by in this.#names),
        'aria-label': interpolate(words, { column: title }),
        on: { click: () => this.#redo(node, () => this.#shift(name, by), `[data-step="${name}${by}"]:enabled, [data-name="${name}"]`) },
      },
      glyph,
    )
    return element(
      'li', {},
      element('label', {}, box, title),
      step(icon('arrow-up'), gettext('%(column)s further left'), -1),
      step(icon('arrow-down'), gettext('%(column)s further right'), 1),
    )
  }
}

function read() {
  try {
    const names = JSON.parse(localStorage.getItem(KEPT) ?? '[]')
    return Array.isArray(names) ? [...new Set(names)].map(String) : []
  } catch {
    return []
  }
}
