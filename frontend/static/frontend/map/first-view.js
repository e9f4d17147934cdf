// first-view.js: where the map opens when the address does not say: the area of the reader, or its parcels.

import { polygonsOf } from '../geometry/area.js'

/**
 * The shape of an area to look at: a tambon's parcels (of the list's first page), else its outline; of a larger area the
 * outline, else its parcels; null when there is neither. `isOwn`: who has nothing but parcels of his own looks at them.
 */
export async function openingShape({ api, code, features, isOwn }) {
  const polygons = features.flatMap(({ geometry }) => polygonsOf(geometry))
  const parcels = polygons.length ? { type: 'MultiPolygon', coordinates: polygons } : null
  if (parcels && (isOwn || code.length >= 6)) return parcels
  // Villages have no outlines: their tambon has to do.
  const outline = code ? (await api.item('areas', code.slice(0, 6))).geometry : null
  return outline ?? parcels
}
