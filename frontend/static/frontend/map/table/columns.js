// columns.js: the columns of the table under the map, and one parcel as a row.

import { areaShort } from '../../ui/area-words.js'
import { element, icon } from '../../ui/dom.js'
import { gettext, interpolate, pick } from '../../ui/i18n.js'
import { statePill } from '../list-row.js'

/** [{name, words, sort?, cell(properties, world)}]; `sort` is what the API sorts by. */
export function columns() {
  const named = (list, property) => (p, { codes }) => pick(codes[list].find(({ code }) => code === p[property]), 'name') || '–'
  return [
    { name: 'code', words: gettext('Parcel code'), sort: 'code', cell: ({ code }) => code },
    { name: 'name', words: gettext('Name'), cell: ({ name }) => name || '–' },
    { name: 'tambon', words: gettext('Tambon'), cell: (p) => pick(p, 'tambon') || p.tambon },
    { name: 'village', words: gettext('Village code'), cell: ({ village_code: code }) => code || '–' },
    { name: 'land', words: gettext('Land class'), cell: named('land_class', 'land_class') },
    { name: 'model', words: gettext('Model'), cell: named('plot_model', 'model') },
    { name: 'capture', words: gettext('How it was measured'), cell: named('capture_method', 'capture_method') },
    { name: 'joined', words: gettext('Joined area'), cell: ({ joined_area_m2: m2, joined_is_estimate: isEstimate }) => `${areaShort(m2 ?? 0)}${isEstimate ? ' ≈' : ''}` },
    { name: 'drawn', words: gettext('Drawn area'), sort: 'area_calc_m2', cell: ({ area_calc_m2: m2 }) => (m2 ? areaShort(m2) : '–') },
    { name: 'state', words: gettext('State'), sort: 'state', cell: ({ state }, { states }) => statePill(state, states) },
  ]
}

/** The head; `sort` is the present order, `onSort(order)` chooses another. */
export function headRow(sort, onSort) {
  const cell = ({ words, sort: by }) => {
    if (!by) return element('th', { scope: 'col' }, words)
    const direction = { [by]: 'ascending', [`-${by}`]: 'descending' }[sort]
    const mark = direction && icon(direction === 'ascending' ? 'arrow-up' : 'arrow-down')
    const button = element('button', { type: 'button', on: { click: () => onSort(sort === by ? `-${by}` : by) } }, words, mark)
    return element('th', { scope: 'col', 'aria-sort': direction ?? 'none' }, button)
  }
  const all = element('input', { id: 'all', type: 'checkbox', 'aria-label': gettext('Choose all that are listed') })
  return element('tr', {}, element('th', { scope: 'col', class: 'table-choose' }, element('label', { class: 'table-box' }, all)), ...columns().map(cell))
}

export function bodyRow({ id, properties }, world) {
  const box = element('input', { type: 'checkbox', 'data-choose': true, 'aria-label': interpolate(gettext('Choose %(code)s'), { code: properties.code }) })
  const cells = columns().map(({ name, cell }, i) => element(i ? 'td' : 'th', { scope: i ? null : 'row', class: `table-${name}` }, cell(properties, world)))
  return element('tr', { 'data-uid': id }, element('td', { class: 'table-choose' }, element('label', { class: 'table-box' }, box)), ...cells)
}
