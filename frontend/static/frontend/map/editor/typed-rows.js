// typed-rows.js: what was typed becomes nodes; the server knows the reference systems.

import { round8 } from '../../geometry/round.js'
import { close, walk } from '../../geometry/survey.js'
import { parseAngle, parseNumber, parseRows, TypedError } from '../../geometry/typed.js'

export const DEGREES = 4326
const [UTM_47N, UTM_48N] = [32647, 32648]
const ZONE_BORDER_DEG = 102
const EAST_M = [100_000, 900_000] // of Thailand in UTM
const NORTH_M = [500_000, 2_400_000]

/** Reference systems as [EPSG code, words]. */
export function systems({ gettext }) {
  return [
    [DEGREES, gettext('WGS 84, degrees')], [UTM_47N, gettext('WGS 84, UTM 47N')], [UTM_48N, gettext('WGS 84, UTM 48N')],
    [24047, gettext('Indian 1975, UTM 47N')], [24048, gettext('Indian 1975, UTM 48N')],
  ]
}

/** {nodes, closure} of what a form holds; `last` is the last corner that was drawn. Throws TypedError, ApiProblem. */
export async function nodesOf(api, values, last) {
  const read = { place: placed, leg: led, corners: listed, legs: ledAround }[values.kind]
  return read(api, values, last)
}

async function placed(api, { epsg, north, east }) {
  const read = epsg === DEGREES ? parseAngle : parseNumber
  return { nodes: await toDegrees(api, epsg, [[read(east), read(north)]]) }
}

async function led(api, { bearing, metres, distances }, last) {
  const { epsg, start, scale } = await gridAt(api, last, distances)
  const [, place] = walk(start, [[parseAngle(bearing), parseNumber(metres)]], scale)
  return { nodes: await toDegrees(api, epsg, [place]) }
}

async function listed(api, { epsg, order, text, repeats }) {
  const isDegrees = epsg === DEGREES
  const rows = isDegrees ? parseRows(text, parseAngle, parseAngle) : parseRows(text)
  const places = rows.map(([a, b]) => (order === 'NE' ? [b, a] : [a, b]))
  if (isDegrees) return { nodes: await toDegrees(api, epsg, places) }
  if (!inCountry(places) && inCountry(places.map((place) => place.toReversed()))) throw new TypedError('order')
  const isClosed = places.length > 3 && (repeats || !close(places).isTooLarge)
  return isClosed ? closed(api, epsg, places) : { nodes: await toDegrees(api, epsg, places) }
}

async function ledAround(api, { text, distances, returns }, last) {
  const legs = parseRows(text, parseAngle)
  const { epsg, start, scale } = await gridAt(api, last, distances)
  const places = walk(start, legs, scale)
  const { nodes, closure } = returns && legs.length > 2 ? await closed(api, epsg, places) : { nodes: await toDegrees(api, epsg, places) }
  return { nodes: nodes.slice(1), closure }
}

async function closed(api, epsg, places) {
  const closure = close(places)
  return { closure, nodes: closure.isTooLarge ? [] : await toDegrees(api, epsg, closure.corners) }
}

function inCountry(places) {
  const within = (value, [least, most]) => value >= least && value <= most
  return places.every(([east, north]) => within(east, EAST_M) && within(north, NORTH_M))
}

async function toDegrees(api, epsg, places) {
  const { data } = await api.send('POST', '/api/geometry/transform', { epsg, places })
  return data.places.map(([lon, lat]) => [round8(lon), round8(lat)])
}

/** Where a position lies in its UTM zone, and what makes grid metres of measured ones there. */
async function gridAt(api, position, distances) {
  if (!position) throw new TypedError('start')
  const epsg = position[0] < ZONE_BORDER_DEG ? UTM_47N : UTM_48N
  const { data } = await api.send('POST', '/api/geometry/transform', { epsg, places: [position], back: true })
  return { epsg, start: data.places[0], scale: distances === 'ground' ? data.scale : 1 }
}
