// together.js: a parcel that goes with its neighbours' borders and zones, when somebody else has changed one of them
// meanwhile. The server puts together what it can, all or nothing (Prefer: merge); the rest is asked. No DOM, no store.

import { polygonsOf } from '../geometry/area.js'
import { differences, droppedBy, SAVE, valuesOf, versionIn, without } from './merging.js'

/** Whether an item changes a parcel together with what lies along its border. */
export function isTogether({ path, kind }) {
  return path === SAVE && kind === 'parcel'
}

/** What such an item changes of the parcel itself; what any other changes. */
export function ownOf(item) {
  return isTogether(item) ? item.body.changes.find(({ id }) => id === uidOf(item)) : item.body
}

function uidOf({ row }) {
  return row.split('/')[1]
}

/**
 * The conflict of an item. `features`: those that were changed meanwhile, as they are now; `findings` of the server
 * (`/changes/1/geometry`) name what both changed. All shapes are one choice: a border is that of both sides of it.
 * `others`: those of the features that are disputed, without the parcel itself.
 */
export function metTogether(item, { features }, findings) {
  const { changes } = item.body
  const uid = uidOf(item)
  const disputed = findings.flatMap(({ path }) => changes[/^\/changes\/(\d+)/.exec(path ?? '')?.[1]]?.id ?? [])
  const others = features.filter(({ id }) => id !== uid && disputed.includes(id))
  const own = ownOf(item)
  const theirs = features.find(({ id }) => id === uid) ?? atVersion(item.base, own.version)
  const found = differences({ body: own, base: item.base }, theirs)
  const isShape = others.length > 0 || findings.some(({ path }) => path?.endsWith('/geometry'))
  const asked = isShape && !found.asked.includes('geometry') ? [...found.asked, 'geometry'] : found.asked
  return { ...found, asked, kept: found.kept.filter((name) => !asked.includes(name)), theirs, others }
}

/** What the item began from: an item before it may have made it newer. */
function atVersion(feature, version) {
  return { ...feature, properties: { ...feature.properties, version } }
}

/** The item after all choices: changes for a new request, or null when nothing of mine is left. */
export function resolvedTogether(item, choices) {
  const { theirs, others } = item.conflict
  const versions = new Map([theirs, ...others].map((one) => [one.id, versionIn(one)]))
  const dropped = droppedBy(choices)
  const own = { ...without(ownOf(item), dropped), version: versions.get(theirs.id) }
  const renewed = (one) => (one.id === own.id ? own : { ...one, version: versions.get(one.id) ?? one.version })
  const changes = dropped.includes('geometry') ? [own] : item.body.changes.map(renewed)
  if (changes.length === 1 && !own.geometry && !Object.keys(own.properties ?? {}).length) return null
  return { body: { changes }, base: theirs }
}

/** {mine, theirs}: MultiPolygon coordinates of the parcel with the parcels along it whose shape both changed. */
export function shapesTogether(item) {
  const { theirs, others } = item.conflict
  const parcels = others.filter(({ properties }) => !properties.zone_type)
  const mine = [ownOf(item), ...item.body.changes.filter(({ id }) => parcels.some((one) => one.id === id))]
  return { mine: polygons(mine), theirs: polygons([theirs, ...parcels]) }
}

function polygons(things) {
  return things.flatMap((thing) => polygonsOf(valuesOf(thing).geometry ?? null))
}
