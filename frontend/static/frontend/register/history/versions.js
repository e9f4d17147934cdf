// versions.js: every change as one line that opens: who, when, through what, each column before and after, the way back.

import { element, icon } from '../../ui/dom.js'
import { gettext, interpolate, number } from '../../ui/i18n.js'
import { askInDialog } from '../dialog.js'
import { moment } from '../moment.js'
import { may, say } from '../start.js'
import { shapesBeside } from './shapes.js'
import { changedColumns, columnName, operationName, tableName, valueWords, viaName } from './words.js'

/** The collections whose versions can be brought back. */
const RESTORED = { parcel: 'parcels', zone: 'zones' }

/** The list; `why(collection)` says why nothing may be brought back ('' when it may), `restored()` is called after it was. */
export function versionList(items, world, { why, restored }) {
  const latest = new Map()
  for (const one of items) if (!latest.has(one.uid)) latest.set(one.uid, one)
  const shapes = shapesBefore(items)
  const row = (one, i) => version(one, world, shapes[i], restoreButton(one, latest.get(one.uid), world, { why, restored }))
  return element('ol', { class: 'versions', 'aria-label': gettext('All changes') }, ...items.map(row))
}

/** What each version says of its shape: {before, after}, or null where the shape did not change. */
function shapesBefore(items) {
  return items.map(({ before, after }) => (before.geom || after.geom ? { before: before.geom ?? null, after: after.geom ?? null } : null))
}

function version(one, world, shape, restore) {
  const columns = changedColumns(one)
  const names = [...new Set([...(shape ? [gettext('Shape')] : []), ...columns.map(([name]) => columnName(name))])]
  const head = element(
    'summary', {},
    element('span', { class: 'version-what' }, element('b', {}, `${tableName(one.table)} ${operationName(one.operation)}`), one.operation === 'UPDATE' && names.length > 0 && ` · ${names.slice(0, 4).join(', ')}${names.length > 4 ? ' …' : ''}`),
    element('small', {}, [one.who, moment(one.at), viaName(one.via), interpolate(gettext('version %(number)s'), { number: number(one.version) })].join(' · ')),
  )
  const body = () => [shape && shapesBeside(shape.before, shape.after), columns.length > 0 && table(one, columns, world.codes), restore].filter(Boolean)
  const details = element('details', { class: `version is-${one.operation.toLowerCase()}`, 'data-version': one.version, 'data-table': one.table }, head)
  // Drawn when it is opened: a long history has hundreds of shapes.
  details.addEventListener('toggle', () => details.childElementCount === 1 && details.append(...body()), { once: true })
  return element('li', {}, details)
}

function table(one, columns, codes) {
  const row = ([name, key]) => element(
    'tr', {},
    element('th', { scope: 'row' }, columnName(name)),
    element('td', { 'data-label': gettext('Before') }, valueWords(one.table, name, one.before[key], codes)),
    element('td', { 'data-label': gettext('After') }, valueWords(one.table, name, one.after[key], codes)),
  )
  const heads = [gettext('Field'), gettext('Before'), gettext('After')]
  return element(
    'table', { class: 'version-table' },
    element('thead', {}, element('tr', {}, ...heads.map((text) => element('th', { scope: 'col' }, text)))),
    element('tbody', {}, ...columns.map(row)),
  )
}

/** Null for what cannot come back, and for what is so already. */
function restoreButton(one, latest, world, { why, restored }) {
  const collection = RESTORED[one.table]
  if (!collection || one.version === latest.version || latest.operation === 'DELETE' || one.operation === 'DELETE') return null
  if (!may(world.me, 'update', collection) || why(collection)) return null
  const label = interpolate(gettext('Restore version %(number)s'), { number: number(one.version) })
  return element('button', { class: 'button version-restore', type: 'button', on: { click: () => ask(one, collection, label, world, restored) } }, icon('undo-2'), label)
}

function ask({ uid, version: wanted, at, table: kind }, collection, label, { api }, restored) {
  askInDialog({
    title: label,
    subject: `${tableName(kind)} · ${moment(at)}`,
    note: gettext('What it was then becomes a new version; nothing that came later is lost. A withdrawn parcel stands again.'),
    fields: [],
    label: gettext('Yes, restore it'),
    save: async () => {
      await api.send('POST', `/api/collections/${collection}/items/${uid}/restore`, { version: wanted })
      say(interpolate(gettext('Version %(number)s is back, as a new version.'), { number: number(wanted) }))
      await restored()
    },
  })
}
