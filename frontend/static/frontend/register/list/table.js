// table.js: the page of applications as a table on a desk, as cards on a phone; rows that can be chosen.

import { element, icon } from '../../ui/dom.js'
import { gettext, interpolate, pick } from '../../ui/i18n.js'
import { statePill } from '../../map/list-row.js'
import { daysWords, isLate, isResting } from '../waiting.js'
import { modelWords } from './columns.js'

const address = ({ uid }) => `/applications/${uid}`

/** The table; `sort` is the present order, `onSort(sort)`, `onAll(isChosen)` answer clicks in its head. */
export function table(rows, { columns, sort, canMove, onSort, onAll }) {
  const all = canMove && element('input', { class: 'check', type: 'checkbox', id: 'all', 'aria-label': gettext('Select this page') })
  if (all) all.addEventListener('change', () => onAll(all.checked))
  const head = element(
    'tr', {},
    canMove && element('td', { class: 'cell-check' }, all),
    headCell('no', { name: gettext('Number'), sort: 'no' }, sort, onSort),
    ...columns.map(([name, column]) => headCell(name, column, sort, onSort)),
  )
  const body = rows.map((row) => tableRow(row, columns, canMove))
  return element(
    'div',
    { class: 'table-scroll' },
    element(
      'table',
      { class: 'table' },
      element('caption', { class: 'hidden-text' }, gettext('Applications')),
      element('thead', {}, head),
      element('tbody', {}, ...body),
    ),
  )
}

function headCell(name, column, sort, onSort) {
  const order = sort.replace(/^-/, '') === column.sort ? (sort.startsWith('-') ? 'descending' : 'ascending') : null
  const attributes = { scope: 'col', class: `cell-${name} ${column.isNumber ? 'is-number' : ''}` }
  if (!column.sort) return element('th', attributes, column.name)
  // More days of waiting is an earlier date: the arrow follows what the column shows.
  const isDown = (order === 'descending') !== (column.sort === 'state_since')
  const mark = order && icon(isDown ? 'arrow-down' : 'arrow-up')
  const click = () => onSort(order === 'ascending' ? `-${column.sort}` : column.sort)
  const says = order && (isDown ? 'descending' : 'ascending')
  return element('th', { ...attributes, 'aria-sort': says }, element('button', { type: 'button', 'data-sort': column.sort, on: { click } }, column.name, mark))
}

function tableRow(row, columns, canMove) {
  return element(
    'tr',
    { 'data-uid': row.uid },
    canMove && element('td', { class: 'cell-check' }, chooser(row)),
    element('th', { scope: 'row', class: 'cell-no' }, element('a', { href: address(row) }, row.no)),
    ...columns.map(([name, column]) => element('td', { class: `cell-${name} ${column.isNumber ? 'is-number' : ''}` }, column.cell(row))),
  )
}

function chooser(row) {
  const label = interpolate(gettext('Select %(no)s'), row)
  return element('input', { class: 'check', type: 'checkbox', 'data-choose': row.uid, 'aria-label': label })
}

/** The same page as cards: who, where, how much, state, next step, days. */
export function cards(rows, { codes, states, canMove }) {
  const nameOf = (list, code) => pick(codes[list].find((row) => row.code === code), 'name') || code || '–'
  const card = (row) => element(
    'li',
    { class: 'app-card', 'data-uid': row.uid },
    canMove && element('label', { class: 'app-card-check' }, chooser(row)),
    element(
      'div', {},
      element(
        'p', { class: 'app-card-top' },
        element('a', { href: address(row) }, row.applicant_name || row.no),
        !isResting(row) && element('span', { class: isLate(row) ? 'app-card-late' : '' }, interpolate(gettext('waiting %(days)s'), { days: daysWords(row.state_since) })),
      ),
      element('p', {}, [row.no, row.tambon_th, row.amphoe_th].filter(Boolean).join(' · ')),
      element('p', {}, modelWords(row, nameOf), ' · ', element('b', {}, row.joined_area?.text ?? '–')),
      element('p', { class: 'app-card-marks' }, statePill(row.state, states), element('span', { class: 'next', 'data-next': true })),
    ),
  )
  return element('ul', { class: 'app-cards', 'aria-label': gettext('Applications') }, ...rows.map(card))
}
