// states.js: the states of the programme in groups, each with a mark and a word. Colour never stands alone.

import { GROUPS } from './store.js'
import { gettext, pick } from './i18n.js'

const ICONS = {
  none: 'circle-dashed',
  draft: 'pencil',
  process: 'clock',
  returned: 'triangle-alert',
  approved: 'circle-check',
  done: 'badge-check',
  closed: 'archive',
}

/** The code lists of states, as the map needs them. `rows` come from GET /api/codes. */
export class States {
  #rows

  constructor(rows) {
    this.#rows = new Map(rows.map((row) => [row.code, row]))
  }

  /** The group of a state's code; a parcel without an application has none. */
  groupOf(code) {
    return code ? (this.#rows.get(code)?.group_id ?? this.#rows.get(code)?.group ?? 'none') : 'none'
  }

  nameOf(code) {
    return code ? pick(this.#rows.get(code), 'name') || code : groupName('none')
  }

  /** The codes of some groups as the API's state filter; NONE stands for parcels outside the programme. */
  filterOf(groups) {
    if (!groups.length) return ''
    const codes = [...this.#rows.keys()].filter((code) => groups.includes(this.groupOf(code)))
    return [...(groups.includes('none') ? ['NONE'] : []), ...codes].join(',')
  }

  /** Counts by group from counts by code: [{group, count}] in the order of the programme. */
  countGroups(counts) {
    const sums = Object.fromEntries(GROUPS.map((group) => [group, 0]))
    for (const [code, count] of Object.entries(counts)) sums[this.groupOf(code === 'NONE' ? '' : code)] += count
    return GROUPS.map((group) => ({ group, count: sums[group] }))
  }
}

export function groupIcon(group) {
  return ICONS[group]
}

export function groupName(group) {
  return {
    none: gettext('Not in the programme'),
    draft: gettext('Draft'),
    process: gettext('In process'),
    returned: gettext('Returned'),
    approved: gettext('Approved'),
    done: gettext('Completed'),
    closed: gettext('Closed'),
  }[group]
}
