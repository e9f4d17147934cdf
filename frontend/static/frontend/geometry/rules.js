// rules.js: what may not be drawn, by the codes and tolerances of the server (spatial/rules.py and the triggers).
// fixtures/rule_cases.json is the table that both are held against. Shapes are MultiPolygon coordinates as they came.

import { multiPolygonArea } from './area.js'
import { insideRing, polygonCrossings, turn } from './crossing.js'
import { innerPoint } from './polygonize.js'
import { fitZone, OUTSIDE_M, OVERLAP_M2, overlapFaces } from './rest.js'
import { roundPoint, samePoint } from './round.js'

export const TOLERANCES = {
  zone_outside_m: OUTSIDE_M,
  overlap_m2: OVERLAP_M2,
  smallest_m2: 4,
  largest_m2: 1_600_000,
  positions: 2000,
  rings: 50,
  parts: 20,
  lon: [97, 106],
  lat: [5, 21],
}
const MAX_DEGREES = 360 // beyond it a number is in metres
const NO_FACE_M2 = 0.01 // less than this is what rounding leaves

/** The first rule that a shape breaks by itself: {code, at, data}, or null. */
export function shapeFault(polygons) {
  return countFault(polygons) ?? firstOf(polygons.flat(), ringFault) ?? crossingFault(polygons.map((rings) => rings.map(clean)))
}

/** The first rule that a zone (MultiPolygon coordinates of one part) breaks in its parcel, beside the `others`. */
export function zoneFault(zone, parcel, others) {
  const fault = shapeFault(zone)
  if (fault) return fault
  try {
    fitZone(clean2(zone)[0], clean2(parcel), others)
    return null
  } catch (refusal) {
    if (!refusal.code) throw refusal
    const { code, at, ...data } = refusal
    return { code, at, data }
  }
}

/** Whether a shape lies on one of `neighbours` (approved land) by as much as is refused. */
export function overlapFault(polygons, neighbours) {
  return shapeFault(polygons) ?? firstOf(neighbours, (neighbour) => onNeighbour(clean2(polygons), neighbour))
}

/** The code of what is worth a second look at an area, which refuses nothing; null for a usual one. */
export function sizeAdvice(areaM2) {
  if (areaM2 < TOLERANCES.smallest_m2) return 'area_too_small'
  return areaM2 > TOLERANCES.largest_m2 ? 'area_too_large' : null
}

function firstOf(things, find) {
  for (const thing of things) {
    const found = find(thing)
    if (found) return found
  }
  return null
}

function fault(code, at = null, data = {}) {
  return { code, at, data }
}

function countFault(polygons) {
  const rings = polygons.flat()
  if (polygons.length > TOLERANCES.parts) return fault('too_many_parts')
  if (rings.length > TOLERANCES.rings) return fault('too_many_rings')
  if (rings.flat().length > TOLERANCES.positions) return fault('too_many_positions')
  return polygons.every((part) => part.length) && polygons.length ? null : fault('empty')
}

function ringFault(ring) {
  const outside = firstOf(ring, placeFault)
  if (outside) return outside
  const nodes = clean(ring)
  if (!samePoint(nodes[0], nodes.at(-1))) return fault('not_closed', nodes.at(-1))
  return nodes.length < 4 ? fault('empty', nodes[0]) : null
}

/** Why a position is none of this country, or null. */
export function placeFault([x, y]) {
  if (!Number.isFinite(x) || !Number.isFinite(y)) return fault('not_finite')
  if (inCountry(x, y)) return null
  if (Math.abs(x) > MAX_DEGREES || Math.abs(y) > MAX_DEGREES) return fault('metres_not_degrees')
  return inCountry(y, x) ? fault('swapped_axes', [y, x]) : fault('out_of_country', [x, y])
}

function inCountry(x, y) {
  const [[west, east], [south, north]] = [TOLERANCES.lon, TOLERANCES.lat]
  return west <= x && x <= east && south <= y && y <= north
}

/** A ring on the grid, without positions that repeat the one before. */
function clean(ring) {
  const nodes = ring.map(roundPoint)
  return nodes.filter((node, i) => i === 0 || !samePoint(node, nodes[i - 1]))
}

function clean2(polygons) {
  return polygons.map((rings) => rings.map(clean))
}

function crossingFault(polygons) {
  const [at] = polygonCrossings(polygons)
  if (at) return fault('self_intersection', at)
  const rings = polygons.flat()
  const along = firstPair(rings, (a, b) => sharedEdge(a, b) ?? sharedEdge(b, a))
  return along ?? firstOf(polygons, holeFault) ?? firstPair(polygons, (a, b) => partInPart(a, b) ?? partInPart(b, a))
}

function firstPair(things, find) {
  return firstOf(things.flatMap((one, i) => things.slice(i + 1).map((other) => [one, other])), ([a, b]) => find(a, b))
}

/** Two rings that run along each other share land or a border, which one shape does not have with itself. */
function sharedEdge(ring, other) {
  for (let i = 1; i < ring.length; i += 1) {
    for (let j = 1; j < other.length; j += 1) {
      if (runAlong(ring[i - 1], ring[i], other[j - 1], other[j])) return fault('self_intersection', other[j])
    }
  }
  return null
}

function runAlong(a, b, c, d) {
  if (turn(a, b, c) !== 0 || turn(a, b, d) !== 0) return false
  const axis = Math.abs(b[0] - a[0]) > Math.abs(b[1] - a[1]) ? 0 : 1
  const [low, high] = [Math.min(a[axis], b[axis]), Math.max(a[axis], b[axis])]
  return Math.max(low, Math.min(c[axis], d[axis])) < Math.min(high, Math.max(c[axis], d[axis]))
}

/** A hole outside its shell, or in another hole. */
function holeFault([shell, ...holes]) {
  const outside = holes.find((hole) => side(hole, shell) < 0)
  const nested = holes.find((hole) => holes.some((other) => other !== hole && side(hole, other) > 0))
  const wrong = outside ?? nested
  return wrong ? fault('self_intersection', wrong[0]) : null
}

function partInPart([shell], [other, ...holes]) {
  const isInside = side(shell, other) > 0 && !holes.some((hole) => side(shell, hole) > 0)
  return isInside ? fault('self_intersection', shell[0]) : null
}

/** On which side of another a ring lies that does not cross it: 1 inside, −1 outside. */
function side(ring, other) {
  return firstOf(ring, (node) => insideRing(node, other) || null) ?? insideRing(innerPoint([ring]), other)
}

function onNeighbour(polygons, neighbour) {
  const faces = overlapFaces(polygons, neighbour, NO_FACE_M2)
  const area = multiPolygonArea(faces)
  return area < TOLERANCES.overlap_m2 ? null : fault('overlap', roundPoint(innerPoint(faces[0])), { overlap_m2: area })
}
