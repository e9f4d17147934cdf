// outward.js: a place on an edge as a node of the grid that never lies on the wrong side of it and takes hardly anything from
// the other (spatial/editing/landing.py, GEOMETRY.md 4).

const PER_DEGREE = 1e8
const REACH = 18 // columns of the grid that a node may go along its edge: two centimetres
const ENOUGH = 5000 // in squares of the grid: a slit of 0.003 m², counted twice

/** The nearest good grid point beside `at` that is not on the `wrong` side of a → b (1 left, −1 right), else the best one. */
export function outward(at, a, b, wrong = 1) {
  const found = landings(at, a, b).filter(({ taken }) => taken * wrong <= 0)
  const ranked = found.map(({ taken, node }) => [Math.max(Math.abs(taken), ENOUGH), apart(node, at), ...node])
  if (!ranked.length) return apart(b, at) < apart(a, at) ? b : a
  const [, , lon, lat] = ranked.reduce((one, other) => (isBefore(other, one) ? other : one))
  return [lon, lat]
}

/** Grid points between the ends of the edge with twice the triangle that each makes with it, positive to the left. */
function landings(at, a, b) {
  const [[ax, ay], [bx, by]] = [a, b].map((place) => place.map((one) => Math.round(one * PER_DEGREE)))
  const isFlat = Math.abs(bx - ax) >= Math.abs(by - ay)
  const [start, run, low, rise] = isFlat ? [ax, bx - ax, ay, by - ay] : [ay, by - ay, ax, bx - ax]
  const middle = Math.round(at[isFlat ? 0 : 1] * PER_DEGREE)
  const first = Math.max(Math.min(start, start + run) + 1, middle - REACH)
  const last = Math.min(Math.max(start, start + run) - 1, middle + REACH)
  const found = []
  for (let along = first; along <= last; along += 1) {
    const row = low + Math.floor((rise * (along - start)) / run)
    for (const across of [row, row + 1]) {
      const [x, y] = isFlat ? [along, across] : [across, along]
      found.push({ taken: (bx - ax) * (y - ay) - (by - ay) * (x - ax), node: [x / PER_DEGREE, y / PER_DEGREE] })
    }
  }
  return found
}

function apart(one, other) {
  return (one[0] - other[0]) ** 2 + (one[1] - other[1]) ** 2
}

function isBefore(one, other) {
  const n = one.findIndex((part, i) => part !== other[i])
  return n >= 0 && one[n] < other[n]
}
