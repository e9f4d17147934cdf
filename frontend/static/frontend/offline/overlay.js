// overlay.js: what waits in the outbox, shown as if it were stored: on top of what the server said, or in its place.

import { multiPolygonArea, polygonsOf } from '../geometry/area.js'
import { gettext } from '../ui/i18n.js'
import { SAVE } from './merging.js'
import { rowsOf } from './rules.js'
import { parcelChanges } from './shapes.js'

/**
 * The parcel with its zones as they will be; `types` is the code list zone_type. `load()` gives {parcel, zones} of the
 * server; a parcel that only this device has is made from its item. A parcel with something waiting has `waiting` with the number of items.
 */
export async function withWaiting(outbox, uid, types, load) {
  const items = await waitingOf(outbox, `parcels/${uid}`)
  const found = await load().catch((problem) => {
    const known = ['missing', 'network', 'away'].includes(problem.kind) && knownFrom(items, uid, problem)
    if (known) return known
    throw problem
  })
  const parcel = items.map((item) => changeOf(item, uid)).filter(Boolean).reduce(patched, found.parcel)
  const zones = items.filter(({ path }) => path === SAVE).reduce((list, item) => saved(list, item, uid, types), found.zones)
  return items.length ? { parcel: { ...parcel, waiting: items.length }, zones } : found
}

/** What an item changes of the parcel itself, by its own address or together with others. */
function changeOf(item, uid) {
  return parcelChanges(item).find(({ action, id }) => action === 'update' && id === uid)
}

/** What the items themselves say of the parcel: what they make, or what they were made from. */
function knownFrom(items, uid, { kind }) {
  for (const item of items) {
    const created = parcelChanges(item).find(({ action, id }) => action === 'create' && id === uid)
    if (created) return { parcel: parcelOf(item, created), zones: [] }
  }
  if (kind === 'missing') return null // it is gone, or not ours any more
  const own = items.filter(({ row }) => row === `parcels/${uid}`)
  const zoned = own.find(({ path }) => path === SAVE)?.base
  const parcel = own.find(({ base }) => base?.properties)?.base ?? zoned?.feature
  return parcel ? { parcel, zones: zoned?.zones ?? [] } : null
}

/** Records of a list with what waits of them: `path` is that of the list. */
export async function recordsWithWaiting(outbox, path, owner, rows) {
  const items = (await waitingOf(outbox)).filter((item) => item.path === path || item.path.startsWith(`${path}/`))
  const isOwn = ({ body }) => !body.application || body.application === owner
  return items.filter(isOwn).reduce((list, { id, method, path: at, body, made_at: made }) => {
    const when = new Date(made).toISOString()
    if (method === 'POST') return [...list, { uid: body.uid ?? id, version: 1, created_at: when, updated_at: when, ...body, isWaiting: true }]
    return list.map((row) => (at === `${path}/${row.uid}` ? { ...row, ...body, isWaiting: true } : row))
  }, rows)
}

async function waitingOf(outbox, row) {
  return (await outbox.unsentIfKept()).filter((item) => !row || rowsOf(item).includes(row))
}

function parcelOf({ tambon: name, made_at: at }, { id, geometry, properties }) {
  const when = new Date(at).toISOString()
  const tambon = name ?? properties.tambon
  const about = { code: gettext('not sent yet'), state: null, area_deed_m2: null, tambon_th: tambon, tambon_en: tambon, amphoe_th: '', amphoe_en: '' }
  return measured({ type: 'Feature', id, geometry, properties: { ...about, version: 1, updated_at: when, ...properties } })
}

function patched(feature, change) {
  const geometry = change.geometry ?? feature.geometry
  return measured({ ...feature, geometry, properties: { ...feature.properties, ...change.properties } })
}

/** The area is the server's to say; until it does, that of the shape. */
function measured(feature) {
  if (!feature.geometry) return feature
  const area = multiPolygonArea(polygonsOf(feature.geometry))
  return { ...feature, properties: { ...feature.properties, area_calc_m2: area } }
}

/** The zones of a parcel after an item: those that it changes of other parcels are not among them. */
function saved(zones, { body, row }, uid, types) {
  return body.changes.filter(({ collection }) => collection === 'zones').reduce((list, { action, id, geometry, properties }) => {
    const before = list.find((zone) => zone.id === id)
    if (!before && (action !== 'create' || (properties.parcel ?? row.split('/')[1]) !== uid)) return list
    const rest = list.filter((zone) => zone.id !== id)
    if (action === 'delete') return rest
    const about = { version: 1, ...before?.properties, ...properties }
    const { group_id: group } = types.find(({ code }) => code === about.zone_type) ?? {}
    return [...rest, measured({ type: 'Feature', id, geometry: geometry ?? before?.geometry, properties: { ...about, zone_group: group } })]
  }, zones)
}
