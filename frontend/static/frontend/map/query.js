// query.js: a view as parameters of the API. The list, the map and the counts ask the same question.

/** The area filter of the API: an amphoe by 4 digits, a tambon by 6 (a village's tambon by its first 6). */
export function areaFilter(code) {
  if (code.length === 4) return { amphoe: code }
  if (code.length >= 6) return { tambon: code.slice(0, 6) }
  return {}
}

/** The parcels of a view. `states` turns groups into codes. */
export function parcelFilter({ area, q, groups }, states) {
  return { ...areaFilter(area), q: q.trim(), state: states.filterOf(groups) }
}

/** west,south,east,north of Leaflet bounds, in degrees with 6 decimals. */
export function boxText(bounds) {
  return [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()].map((n) => n.toFixed(6)).join(',')
}
