// survey.js: corners from bearings and distances, and a misclosure shared out by Bowditch's rule (GEOMETRY.md 9).
// Mirrors spatial/editing/traverse.py; both are tested on the same cases. Places are [east, north] in metres of a grid.

const MIN_RATIO = 1000 // a closure of 1 : 1,000 of the length walked
const RADIAN = Math.PI / 180

/** The places from `start` on, along legs [grid bearing in degrees, metres]; `scale` makes grid metres of them. */
export function walk([east, north], legs, scale = 1) {
  const places = [[east, north]]
  for (const [bearing, metres] of legs) {
    const [x, y] = places.at(-1)
    places.push([x + metres * scale * Math.sin(bearing * RADIAN), y + metres * scale * Math.cos(bearing * RADIAN)])
  }
  return places
}

/**
 * A line that comes back to its first place, closed: {corners (the last is left out), closure_m, ratio, isTooLarge,
 * corrections: [east, north] of each leg in metres}.
 */
export function close(places, minRatio = MIN_RATIO) {
  const [east, north] = [0, 1].map((axis) => places.at(-1)[axis] - places[0][axis])
  const length = lengthOf(places)
  const closure = Math.hypot(east, north)
  const lengths = legLengths(places)
  const corrections = lengths.map((leg) => [(-east * leg) / length, (-north * leg) / length])
  const corners = places.slice(0, -1)
  let walked = 0
  const moved = corners.map(([x, y], i) => {
    const place = [x - (east * walked) / length, y - (north * walked) / length]
    walked += lengths[i]
    return place
  })
  const ratio = closure ? length / closure : Infinity
  return { corners: moved, closure_m: closure, ratio, isTooLarge: ratio < minRatio, corrections }
}

function legLengths(places) {
  return places.slice(1).map(([x, y], i) => Math.hypot(x - places[i][0], y - places[i][1]))
}

function lengthOf(places) {
  return legLengths(places).reduce((a, b) => a + b, 0)
}
