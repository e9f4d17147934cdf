// outward.js: a place on an edge as a node of the grid that never lies on the wrong side of it (GEOMETRY.md 4).

import { turn } from './crossing.js'
import { round8, roundPoint } from './round.js'

const GRID = 1e-8

/** The nearest of the 16 grid points around `at` that is not on the `wrong` side of a → b: 1 left, −1 right. */
export function outward(at, a, b, wrong = 1) {
  const allowed = gridAround(at).filter((node) => turn(a, b, node) !== wrong)
  const far = ([lon, lat]) => Math.hypot(lon - at[0], lat - at[1])
  return allowed.reduce((one, other) => (far(other) < far(one) ? other : one), allowed[0] ?? roundPoint(at))
}

function gridAround([lon, lat]) {
  const steps = [-1, 0, 1, 2]
  const [west, south] = [Math.floor(lon / GRID) * GRID, Math.floor(lat / GRID) * GRID]
  return steps.flatMap((x) => steps.map((y) => [round8(west + x * GRID), round8(south + y * GRID)]))
}
