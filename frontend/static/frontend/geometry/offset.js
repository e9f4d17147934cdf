// offset.js: a shape that is larger or smaller by the same metres on all sides, with sharp corners.

import { ringArea } from './area.js'
import { polygonCrossings } from './crossing.js'
import { Frame } from './frame.js'
import { closeRing, openRing, roundPoint } from './round.js'
import { GeometryRefusal } from './split.js'

const SHARP = 4 // a corner that would run out farther than this many times the metres is cut off
const STRAIGHT = 1e-6 // sine of the angle between edges that are one line

/**
 * MultiPolygon coordinates with every edge `metres` farther out (negative: farther in); holes go the other way.
 *
 * An edge for which no room is left goes, as its neighbours meet. Throws GeometryRefusal offset_failed with a place where
 * a whole ring has no room left, or borders would cross.
 */
export function offset(polygons, metres) {
  const frame = new Frame(polygons[0][0][0])
  const moved = polygons.map((rings) => rings.map((ring, i) => offsetRing(ring, metres, frame, i === 0)))
  const [crossing] = polygonCrossings(moved)
  if (crossing) throw new GeometryRefusal('offset_failed', crossing)
  return moved
}

/** Every ring is walked with its land on the left, so that outward is always to the right. */
function offsetRing(ring, metres, frame, isShell) {
  const isTurned = (ringArea(ring) > 0) !== isShell
  const nodes = openRing(isTurned ? ring.toReversed() : ring)
  const places = nodes.map((node) => frame.metres(node))
  const corners = settled(places.map((place, i) => edgeOf(place, places[(i + 1) % places.length], metres)), metres)
  const moved = closeRing(openRing((corners ?? []).map((place) => roundPoint(frame.degrees(place)))))
  if (moved.length < 4 || ringArea(moved) > 0 !== isShell) throw new GeometryRefusal('offset_failed', nodes[0])
  return isTurned ? moved.toReversed() : moved
}

/** An edge a → b moved to the right: {a, b, end (of the old edge), way (unit vector)}. */
function edgeOf([ax, ay], [bx, by], metres) {
  const length = Math.hypot(bx - ax, by - ay)
  const way = [(bx - ax) / length, (by - ay) / length]
  const out = ([x, y]) => [x + way[1] * metres, y - way[0] * metres]
  return { a: out([ax, ay]), b: out([bx, by]), end: [bx, by], length, way }
}

/** The corners of moved edges; edges that would run backwards are left out, the shortest first. Null: nothing is left. */
function settled(edges, metres) {
  if (edges.length < 3) return null
  const corners = edges.map((edge, i) => corner(edge, edges[(i + 1) % edges.length], metres))
  if (!corners.every(Boolean)) return null
  const backwards = edges.filter((edge, i) => along(corners.at(i - 1).at(-1), corners[i][0], edge.way) <= 0)
  if (!backwards.length) return corners.flat()
  const gone = backwards.reduce((one, other) => (other.length < one.length ? other : one))
  return settled(edges.filter((edge) => edge !== gone), metres)
}

function along(a, b, way) {
  return (b[0] - a[0]) * way[0] + (b[1] - a[1]) * way[1]
}

/** Where two moved edges meet: one place, or two where the corner is too sharp; null when they never do. */
function corner(before, after, metres) {
  const sine = before.way[0] * after.way[1] - before.way[1] * after.way[0]
  const isStraight = Math.abs(sine) < STRAIGHT
  const wasCorner = Math.hypot(after.a[0] - before.b[0], after.a[1] - before.b[1]) <= 2 * Math.abs(metres)
  if (isStraight) return wasCorner ? [before.b, after.a] : null
  const t = ((after.a[0] - before.a[0]) * after.way[1] - (after.a[1] - before.a[1]) * after.way[0]) / sine
  const meet = [before.a[0] + t * before.way[0], before.a[1] + t * before.way[1]]
  const isSharp = wasCorner && Math.hypot(meet[0] - before.end[0], meet[1] - before.end[1]) > SHARP * Math.abs(metres)
  return isSharp ? [before.b, after.a] : [meet]
}
