// rest.js: zones as parts of one set of nodes: what is not zoned yet, and whether a drawn zone fits.

import { polygonArea } from './area.js'
import { insideAny, properCrossing } from './crossing.js'
import { Frame } from './frame.js'
import { insertInPolygon, insertNodes } from './insert.js'
import { innerPoint, labelPoint, middleInside, polygonize } from './polygonize.js'
import { nodeKey, roundPoint } from './round.js'
import { GeometryRefusal, isSliver } from './split.js'

const REST_AREA_M2 = 1 // smaller rests come from rounding and are not offered
const REST_WIDTH_M = 0.1
export const OUTSIDE_M = 0.1 // a zone may leave its parcel by this much (DOMAIN.md I5)
export const OVERLAP_M2 = 1 // zones of one parcel may overlap by less than this (DOMAIN.md I6)
const PASSES = 3 // a rounded crossing can make another one

/** The parts of a parcel (MultiPolygon coordinates) that no zone covers, as polygons. */
export function unzoned(parcel, zones) {
  const frame = new Frame(parcel[0][0][0])
  return faces([...parcel, ...zones], frame)
    .filter((face) => within(face, parcel) && !within(face, zones))
    .filter((face) => !isSliver(face, frame, REST_AREA_M2, REST_WIDTH_M))
}

/**
 * Put a free-drawn zone beside the others.
 *
 * Returns {zone, others}: the same shapes with each other's nodes inserted where borders run together.
 * Throws GeometryRefusal zone_outside ({overshoot_m}) or zone_overlap ({overlap_m2}) with the place.
 */
export function fitZone(zone, parcel, others) {
  const frame = new Frame(zone[0][0])
  const parts = faces([...parcel, ...others, zone], frame).filter((face) => middleInside(face, zone))
  refuseOutside(parts.filter((face) => !within(face, parcel)), parcel, frame)
  refuseOverlap(parts.filter((face) => within(face, others)))
  const nodes = zone.flat()
  return {
    zone: insertInPolygon(zone, [...parcel.flat(2), ...others.flat(2)], frame),
    others: others.map((rings) => insertInPolygon(rings, nodes, frame)),
  }
}

/** The faces (from `leastM2` on) that two shapes (MultiPolygon coordinates) both cover. */
export function overlapFaces(one, other, leastM2 = OVERLAP_M2) {
  if (!boxesMeet(one.flat(2), other.flat(2))) return []
  const frame = new Frame(one[0][0][0])
  return faces([...one, ...other], frame)
    .filter((face) => polygonArea(face) >= leastM2 && within(face, one) && within(face, other))
}

/** The faces (over 1 m²) of one shape that the other does not cover. */
export function differenceFaces(one, other) {
  if (!one.length) return []
  const frame = new Frame(one[0][0][0])
  return faces([...one, ...other], frame)
    .filter((face) => polygonArea(face) >= OVERLAP_M2 && within(face, one) && !within(face, other))
}

function boxesMeet(nodes, others) {
  return [0, 1].every((axis) => {
    const [a, b] = [nodes, others].map((list) => list.map((node) => node[axis]))
    return Math.max(...a) >= Math.min(...b) && Math.max(...b) >= Math.min(...a)
  })
}

function refuseOutside(parts, parcel, frame) {
  // The middle counts too: over a hole of the parcel all corners lie on its border.
  const worst = [...parts.flat(2), ...parts.map(labelPoint)]
    .filter((node) => insideAny(node, parcel) < 0)
    .map((node) => ({ node, distance: distanceTo(node, parcel, frame) }))
    .reduce((far, one) => (one.distance > far.distance ? one : far), { distance: 0 })
  if (worst.distance <= OUTSIDE_M) return
  throw Object.assign(new GeometryRefusal('zone_outside', worst.node), { overshoot_m: worst.distance })
}

function distanceTo(node, polygons, frame) {
  const edges = polygons.flat().flatMap((ring) => ring.slice(1).map((b, i) => [ring[i], b]))
  return Math.min(...edges.map(([a, b]) => frame.nearestOnEdge(node, a, b).distance))
}

function refuseOverlap(parts) {
  const overlap = parts.reduce((sum, face) => sum + polygonArea(face), 0)
  if (overlap < OVERLAP_M2) return
  const largest = parts.reduce((a, b) => (polygonArea(b) > polygonArea(a) ? b : a))
  throw Object.assign(new GeometryRefusal('zone_overlap', roundPoint(innerPoint(largest))), { overlap_m2: overlap })
}

function within(face, polygons) {
  return polygons.some((rings) => middleInside(face, rings))
}

/** All faces of the given polygons laid over each other. */
function faces(polygons, frame) {
  let rings = polygons.flat()
  for (let pass = 0; pass < PASSES; pass += 1) {
    const nodes = [...new Map([...rings.flat(), ...allCrossings(rings)].map((node) => [nodeKey(node), node])).values()]
    const next = rings.map((ring) => insertNodes(ring, nodes, frame))
    const settled = next.every((ring, i) => ring.length === rings[i].length)
    rings = next
    if (settled) break
  }
  return polygonize(rings)
}

function allCrossings(rings) {
  return rings.flatMap((ring, k) => rings.slice(k + 1).flatMap((other) => crossings(ring, other)))
}

function crossings(ring, other) {
  const found = []
  for (let i = 0; i < ring.length - 1; i += 1) {
    for (let j = 0; j < other.length - 1; j += 1) {
      const at = properCrossing(ring[i], ring[i + 1], other[j], other[j + 1])
      if (at) found.push(at)
    }
  }
  return found
}
