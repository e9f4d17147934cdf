// first-view.js: where the map opens when the address does not say: the area of the reader, or the parcels themselves.

import { polygonsOf } from '../geometry/area.js'

/** The shape to open at: the outline of an area, else the parcels of the list's first page; null when there is neither. */
export async function openingShape({ api, code, features }) {
  // Villages have no outlines: their tambon has to do.
  const outline = code && (await api.item('areas', code.slice(0, 6))).geometry
  if (outline) return outline
  const polygons = features.flatMap(({ geometry }) => polygonsOf(geometry))
  return polygons.length ? { type: 'MultiPolygon', coordinates: polygons } : null
}
