// merging.js: what becomes of an item whose row somebody else has changed meanwhile. No DOM, no store.

import { compare } from '../map/editor/conflict-merge.js'
import { newUid } from '../map/editor/identity.js'

export const SAVE = '/api/geometry/save'
/** Of a row what the server writes: nobody chooses it. */
const COMPUTED = /^(version|id|uid|code|links?|state|fiscal_year|.*_at|.*_by|.*_th|.*_en|area_.*|applicant.*|application.*|bbox|parcel)$/

/** A feature or record, or changes of one, as values by name; the shape is `geometry`. */
export function valuesOf(thing) {
  if (!thing) return {}
  const isFeature = 'properties' in thing || 'geometry' in thing
  return isFeature ? { ...thing.properties, ...(thing.geometry === undefined ? {} : { geometry: thing.geometry }) } : { ...thing }
}

export function versionIn(thing) {
  return valuesOf(thing).version ?? null
}

/**
 * What becomes of an item whose row is `theirs` by now: it goes on top by itself ({isMerged}), or waits for choices
 * ({conflict}). `disputed`: what the server could not put together, whatever the fields say (a shape that then overlaps).
 */
export function rebased(item, theirs, disputed = []) {
  if (item.method !== 'PATCH') return { conflict: { asked: [item.path === SAVE ? 'zones' : 'row'], taken: [], kept: [], theirs } }
  const found = differences(item, theirs)
  const more = disputed.filter((name) => name in valuesOf(item.body) && !found.asked.includes(name))
  const asked = [...found.asked, ...more]
  if (asked.length) return { conflict: { ...found, asked, kept: found.kept.filter((name) => !more.includes(name)), theirs } }
  return { isMerged: true, ifMatch: versionIn(theirs), base: theirs }
}

/** {asked, taken, kept}: fields that both changed, that only they changed, that only this item changed. */
export function differences({ body, base }, theirs) {
  const [mine, before, now] = [valuesOf(body), valuesOf(base), valuesOf(theirs)]
  const { asked, kept } = compare(before, mine, now)
  const isOther = (name) => !(name in mine) && !COMPUTED.test(name)
  const taken = Object.keys(now).filter((name) => isOther(name) && name in before && JSON.stringify(now[name]) !== JSON.stringify(before[name]))
  return { asked, kept, taken }
}

/** The item after all choices {name: 'mine'|'theirs'}: changes for a new request, or null when nothing of mine is left. */
export function resolved(item, choices) {
  const { theirs } = item.conflict
  const body = without(item.body, droppedBy(choices))
  if (!Object.keys(valuesOf(body)).length) return null
  return { body, ifMatch: versionIn(theirs), base: theirs }
}

/** Names of what stays as it is there. */
export function droppedBy(choices) {
  return Object.keys(choices).filter((name) => choices[name] === 'theirs')
}

/** A feature or record, or changes of one, without the members of these names. */
export function without(body, names) {
  const left = (part) => Object.fromEntries(Object.entries(part).filter(([name]) => !names.includes(name)))
  if (!('properties' in body) && !('geometry' in body)) return left(body)
  return { ...left(body), ...(body.properties ? { properties: left(body.properties) } : {}) }
}

/** The zones of an item put on top of those that the server has now: {changes} for a new request. */
export function zonesOnTop({ body, base }, zones) {
  const versions = new Map(zones.map(({ id, properties }) => [id, properties.version]))
  const own = body.changes.filter(({ collection }) => collection === 'zones')
  const changes = own.map((one) => zoneOnTop(one, versions.get(one.id), base)).filter(Boolean)
  return { changes }
}

function zoneOnTop(one, version, base) {
  if (version !== undefined) return one.action === 'create' ? { ...one, action: 'update', version } : { ...one, version }
  if (one.action === 'create') return one
  if (one.action === 'delete') return null
  const { version: _gone, ...rest } = one
  return { ...rest, action: 'create', id: newUid(), properties: { ...one.properties, parcel: base.parcel, stage: base.stage } }
}
