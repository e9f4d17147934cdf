// offset.js: a shape that is larger or smaller by the same metres on all sides, with its corners kept.

import { ringArea } from './area.js'
import { polygonCrossings } from './crossing.js'
import { Frame } from './frame.js'
import { closeRing, openRing, roundPoint } from './round.js'
import { GeometryRefusal } from './split.js'

const SHARP = 4 // a corner that would run out farther than this many times the metres is cut off
const STRAIGHT = 1e-9

/**
 * MultiPolygon coordinates with every edge `metres` farther out (negative: farther in); holes go the other way.
 *
 * Throws GeometryRefusal offset_failed with a place where an edge has no room left, or borders would cross.
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
  const corners = places.map((_, i) => corner(places.at(i - 1), places[i], places[(i + 1) % places.length], metres))
  corners.forEach((here, i) => {
    const next = corners[(i + 1) % corners.length]
    if (!sameWay(here.at(-1), next[0], places[i], places[(i + 1) % places.length])) throw new GeometryRefusal('offset_failed', nodes[i])
  })
  const moved = closeRing(openRing(corners.flat().map((place) => roundPoint(frame.degrees(place)))))
  return isTurned ? moved.toReversed() : moved
}

/** Where the two moved edges at b meet: one place, or two where the corner is too sharp. */
function corner(a, b, c, metres) {
  const [before, after] = [normal(a, b), normal(b, c)]
  const bend = 1 + before[0] * after[0] + before[1] * after[1]
  const out = [before[0] + after[0], before[1] + after[1]]
  if (bend < STRAIGHT || 2 / bend > SHARP * SHARP) return [before, after].map(([x, y]) => [b[0] + x * metres, b[1] + y * metres])
  return [[b[0] + (out[0] / bend) * metres, b[1] + (out[1] / bend) * metres]]
}

/** The unit vector to the right of a → b. */
function normal([ax, ay], [bx, by]) {
  const length = Math.hypot(bx - ax, by - ay)
  return [(by - ay) / length, -(bx - ax) / length]
}

function sameWay(a, b, from, to) {
  return (b[0] - a[0]) * (to[0] - from[0]) + (b[1] - a[1]) * (to[1] - from[1]) > 0
}
