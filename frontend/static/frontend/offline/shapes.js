// shapes.js: what items that wait make of parcels: of each its own row, and of neighbours that are changed along with it.

import { SAVE } from './merging.js'

export const PARCELS = '/api/collections/parcels/items'

/** What an item does to parcels: [{action: 'create'|'update'|'delete', id, geometry, properties}]. */
export function parcelChanges({ method, path, body }) {
  if (path === SAVE) return body.changes.filter(({ collection }) => collection === 'parcels')
  if (method === 'POST' && path === PARCELS) return [{ ...body, action: 'create' }]
  const id = path.startsWith(`${PARCELS}/`) && path.slice(PARCELS.length + 1)
  return method === 'PATCH' && id ? [{ ...body, id, action: 'update' }] : []
}

/**
 * Parcels as they will be, by uid, where their shape is another by then: {id, geometry, properties, isNew, isOwn, isBad}.
 * `isOwn`: an item is of this very parcel; `isBad`: it was not taken. One that goes has no geometry.
 */
export function waitingShapes(items) {
  const shapes = new Map()
  for (const item of items) for (const change of parcelChanges(item)) shapes.set(change.id, changed(shapes.get(change.id), change, item))
  return new Map([...shapes].filter(([, { geometry }]) => geometry !== undefined))
}

function changed(before, { action, id, geometry, properties }, { row, state }) {
  return {
    id,
    geometry: action === 'delete' ? null : geometry ?? before?.geometry,
    properties: { ...before?.properties, ...properties },
    isNew: action === 'create' || Boolean(before?.isNew),
    isOwn: row === `parcels/${id}` || Boolean(before?.isOwn),
    isBad: ['conflict', 'refused'].includes(state) || Boolean(before?.isBad),
  }
}

/** Features of the server with the shapes that wait in their place, and the new ones after them. */
export function withShapes(features, shapes) {
  if (!shapes.size) return features
  const known = new Set(features.map(({ id }) => id))
  const present = features.map((feature) => (shapes.has(feature.id) ? { ...feature, geometry: shapes.get(feature.id).geometry } : feature))
  return [...present, ...[...shapes.values()].filter(({ id, isNew }) => isNew && !known.has(id)).map(newFeature)]
}

function newFeature({ id, geometry, properties }) {
  return { type: 'Feature', id, geometry, properties: { state: null, ...properties, code: properties.name ?? '', version: 1 } }
}
