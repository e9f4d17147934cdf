// parcel-labels.js: which words the parcels in view ask for: code and area, the largest land first, always alike.

import { rai } from '../../geometry/units.js'

/** More words than this nobody reads, and each costs the browser time. */
const MOST = 300
const LINE_PX = 16
const TWO_LINES_PX = 34
/** The whole code needs this much room; the running number is enough for less. */
const WHOLE_PX = 92
/** Half a line up or down, when the middle is taken. */
const SHIFTS = [0, -LINE_PX, LINE_PX]

/**
 * Candidates for Labels, the most important first. `places`: [{uid, code, m2, at, width}], width in degrees;
 * `selected`: the uid of the parcel that has its own words.
 */
export function parcelLabels(places, map, selected) {
  const others = places.filter(({ uid }) => uid !== selected)
  others.sort((a, b) => b.m2 - a.m2 || (a.uid < b.uid ? -1 : 1))
  return others.slice(0, MOST).map((place) => candidate(place, map))
}

function candidate({ code, m2, at, width }, map) {
  const [lon, lat] = at
  const west = map.latLngToContainerPoint([lat, lon - width / 2])
  const east = map.latLngToContainerPoint([lat, lon + width / 2])
  const room = east.x - west.x
  const metres = map.distance([lat, lon - width / 2], [lat, lon + width / 2])
  // As high as land of this width and area is on average.
  const height = metres > 0 ? ((m2 / metres) * room) / metres : 0
  return { at, room, variants: variants(code, m2, room, height), shifts: height > 3 * LINE_PX ? SHIFTS : [0], className: 'is-parcel' }
}

/** "39-2-42": tiles have whole m², too coarse for tenths of a square wah. */
function wholeWah(m2) {
  return rai(Math.round(m2 / 4) * 4).text.slice(0, -2)
}

/** What may be written, the fullest first. */
function variants(code, m2, room, height) {
  const short = code.split('-').at(-1)
  const name = room > WHOLE_PX ? code : short
  const full = height > TWO_LINES_PX ? [[name, wholeWah(m2)]] : []
  return name === short ? [...full, [short]] : [...full, [name], [short]]
}
