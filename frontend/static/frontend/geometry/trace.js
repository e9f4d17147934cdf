// trace.js: follow a border from one place on it to another: nodes are copied, never computed (GEOMETRY.md 3).
// Mirrors spatial/editing/tracing.py; both are tested on the same cases.

import { ringArea } from './area.js'
import { Frame } from './frame.js'
import { outward } from './outward.js'
import { GeometryRefusal } from './split.js'

const ON_BORDER_M = 0.02

/**
 * The way along the ring of MultiPolygon coordinates that both places lie on, both included.
 *
 * `direction`: 'counterclockwise' keeps the land on the left, or 'clockwise'. A place in the middle of an edge is put on
 * the grid outside the shape. Throws GeometryRefusal not_on_border with the place that is not.
 */
export function trace(polygons, start, end, direction) {
  const frame = new Frame(polygons[0][0][0])
  let far = null
  for (const ring of polygons.flatMap(turned)) {
    const [from, to] = [start, end].map((place) => onRing(ring, place, frame))
    if (from && to) return direction === 'clockwise' ? slice(ring, to, from).reverse() : slice(ring, from, to)
    far ??= from ? end : start
  }
  throw new GeometryRefusal('not_on_border', far)
}

/** Both ways from `start` to `end`, the shorter first. Throws GeometryRefusal not_on_border. */
export function bothWays(polygons, start, end) {
  const ways = ['counterclockwise', 'clockwise'].map((direction) => trace(polygons, start, end, direction))
  return ways.sort((one, other) => wayLength(one) - wayLength(other))
}

/** Metres along a line of positions. */
export function wayLength(line) {
  const frame = new Frame(line[0])
  return line.slice(1).reduce((sum, node, i) => sum + frame.distance(line[i], node), 0)
}

/** Whether a place lies on one of the borders, within two centimetres. */
export function isOnBorder(polygons, place) {
  const frame = new Frame(place)
  return polygons.flat().some((ring) => onRing(ring, place, frame) !== null)
}

/** Rings with the land on the left: the shell counter-clockwise, holes clockwise. */
function turned(rings) {
  return rings.map((ring, i) => ((ringArea(ring) > 0) === (i === 0) ? ring : ring.toReversed()))
}

/** {at: number of the node, or of the edge's first node and a fraction; node}, or null. */
function onRing(ring, place, frame) {
  const nodes = ring.slice(0, -1)
  const distances = nodes.map((node) => frame.distance(node, place))
  const near = distances.indexOf(Math.min(...distances))
  if (distances[near] <= ON_BORDER_M) return { at: near, node: nodes[near] }
  const edges = nodes.map((node, n) => ({ n, ...frame.nearestOnEdge(place, node, ring[n + 1]) }))
  const best = edges.reduce((one, other) => (other.distance < one.distance ? other : one))
  if (best.distance > ON_BORDER_M) return null
  return { at: best.n + best.along, node: outward(best.at, ring[best.n], ring[best.n + 1]) }
}

function slice(ring, from, to) {
  const count = ring.length - 1
  const last = to.at > from.at ? to.at : to.at + count
  const between = []
  for (let n = Math.floor(from.at) + 1; n < last; n += 1) between.push(ring[n % count])
  return [from.node, ...between, to.node]
}
