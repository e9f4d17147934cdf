// clusters.js: counts of parcels that stand too close for their labels become one: nothing is left out. No map, no DOM.

/** A label's size in CSS pixels, with the room around it. */
export const WIDTH = 104
export const HEIGHT = 52

/**
 * [{x, y, parcels, m2, states: {code: count}}] in pixels, merged until no two labels run into each other, the largest first.
 */
export function merged(clusters) {
  const placed = []
  for (const one of [...clusters].sort((a, b) => b.parcels - a.parcels)) {
    const near = placed.filter(({ x, y }) => Math.abs(x - one.x) < WIDTH && Math.abs(y - one.y) < HEIGHT)
    if (near.length) add(nearest(near, one), one)
    else placed.push({ ...one, states: { ...one.states } })
  }
  return placed
}

function nearest(placed, { x, y }) {
  const far = (other) => Math.hypot(other.x - x, other.y - y)
  return placed.reduce((best, other) => (far(other) < far(best) ? other : best))
}

function add(sum, { parcels, m2, states }) {
  sum.parcels += parcels
  sum.m2 += m2
  for (const [code, count] of Object.entries(states)) sum.states[code] = (sum.states[code] ?? 0) + count
}

/** A feature of the tile layer `clusters` as numbers: what is no figure of its own is the count of a state. */
export function countsOf({ parcels, area_m2: m2, rai: _rai, ...states }) {
  return { parcels, m2, states }
}
