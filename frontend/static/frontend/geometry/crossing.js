// crossing.js: where edges cross or touch, exactly, and what is inside a ring. Positions are [lon, lat] on the grid.

import { fromGrid, nodeKey, openRing, samePoint, toGrid } from './round.js'

/** Sign of the turn a → b → c: 1 left, −1 right, 0 straight. Exact for nodes within 0.4° of each other. */
export function turn(a, b, c) {
  return gridTurn(toGrid(a), toGrid(b), toGrid(c))
}

function gridTurn(a, b, c) {
  return Math.sign((b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]))
}

function boxesMeet(a, b, c, d) {
  return Math.max(a[0], b[0]) >= Math.min(c[0], d[0]) && Math.max(c[0], d[0]) >= Math.min(a[0], b[0])
    && Math.max(a[1], b[1]) >= Math.min(c[1], d[1]) && Math.max(c[1], d[1]) >= Math.min(a[1], b[1])
}

function between(p, a, b) {
  return Math.min(a[0], b[0]) <= p[0] && p[0] <= Math.max(a[0], b[0])
    && Math.min(a[1], b[1]) <= p[1] && p[1] <= Math.max(a[1], b[1])
}

/** The proper crossing of edges a–b and c–d (inside both), on the grid, or null. Rounded once. */
export function properCrossing(a, b, c, d) {
  if (!boxesMeet(a, b, c, d)) return null
  const [p, q, r, s] = [a, b, c, d].map(toGrid)
  if (gridTurn(p, q, r) * gridTurn(p, q, s) >= 0 || gridTurn(r, s, p) * gridTurn(r, s, q) >= 0) return null
  return fromGrid(crossingOnGrid(p, q, r, s))
}

function crossingOnGrid(p, q, r, s) {
  const [dx, dy] = [BigInt(q[0] - p[0]), BigInt(q[1] - p[1])]
  const [ex, ey] = [BigInt(s[0] - r[0]), BigInt(s[1] - r[1])]
  const below = dx * ey - dy * ex
  const along = BigInt(r[0] - p[0]) * ey - BigInt(r[1] - p[1]) * ex
  return [p[0] + roundedQuotient(dx * along, below), p[1] + roundedQuotient(dy * along, below)]
}

function roundedQuotient(above, below) {
  const [n, d] = below < 0n ? [-above, -below] : [above, below]
  const twice = 2n * n + d
  const floor = twice / (2n * d) - (twice < 0n && twice % (2n * d) !== 0n ? 1n : 0n)
  return Number(floor)
}

/** A place where edges a–b and c–d have more in common than an end of both, or null: crossing, touch or overlap. */
export function edgesMeet(a, b, c, d) {
  if (!boxesMeet(a, b, c, d)) return null
  const crossing = properCrossing(a, b, c, d)
  if (crossing) return crossing
  const touches = (p, e, f) => turn(e, f, p) === 0 && between(p, e, f) && !samePoint(p, e) && !samePoint(p, f)
  if (touches(a, c, d)) return a
  if (touches(b, c, d)) return b
  if (touches(c, a, b)) return c
  if (touches(d, a, b)) return d
  return (samePoint(a, c) && samePoint(b, d)) || (samePoint(a, d) && samePoint(b, c)) ? a : null
}

/** Where a new edge from the end of an open line to `next` would cross or touch the line, or null. */
export function penCrossing(line, next) {
  const last = line.at(-1)
  for (let i = 0; i < line.length - 1; i += 1) {
    const at = edgesMeet(line[i], line[i + 1], last, next)
    if (at) return at
  }
  const repeated = line.slice(0, -1).find((node) => samePoint(node, next))
  return repeated ?? null
}

/** Places where one ring crosses or touches itself; a ring with fewer than three nodes has none. */
export function ringCrossings(ring) {
  const nodes = openRing(ring)
  const found = [...repeatedNodes(nodes)]
  for (let i = 0; i < nodes.length; i += 1) {
    for (let j = i + 1; j < nodes.length; j += 1) {
      const at = edgesMeet(nodes[i], nodes[(i + 1) % nodes.length], nodes[j], nodes[(j + 1) % nodes.length])
      if (at) found.push(at)
    }
  }
  return found
}

function repeatedNodes(nodes) {
  const seen = new Set()
  return nodes.filter((node) => seen.size === seen.add(nodeKey(node)).size)
}

/** Places where the rings of MultiPolygon coordinates cross themselves or each other; a common node is allowed. */
export function polygonCrossings(polygons) {
  const rings = polygons.flat()
  const own = rings.flatMap(ringCrossings)
  return [...own, ...rings.flatMap((ring, i) => rings.slice(i + 1).flatMap((other) => ringsCross(ring, other)))]
}

function ringsCross(ring, other) {
  const found = []
  for (let i = 0; i < ring.length - 1; i += 1) {
    for (let j = 0; j < other.length - 1; j += 1) {
      const at = properCrossing(ring[i], ring[i + 1], other[j], other[j + 1])
      if (at) found.push(at)
    }
  }
  return found
}

/** Whether a position is inside a ring: 1 inside, 0 on the border, −1 outside. */
export function insideRing(p, ring) {
  let inside = false
  for (let i = 0; i < ring.length - 1; i += 1) {
    const [a, b] = [ring[i], ring[i + 1]]
    if (between(p, a, b) && turn(a, b, p) === 0) return 0
    if (a[1] > p[1] !== b[1] > p[1] && turn(a, b, p) === (b[1] > a[1] ? 1 : -1)) inside = !inside
  }
  return inside ? 1 : -1
}

/** Whether a position is inside polygon coordinates (shell, holes): 1, 0 on a border, −1. */
export function insidePolygon(p, [shell, ...holes]) {
  const inShell = insideRing(p, shell)
  if (inShell < 1) return inShell
  const worst = Math.max(-1, ...holes.map((hole) => insideRing(p, hole)))
  return -worst
}

/** Whether a position is inside MultiPolygon coordinates: the best answer of its polygons. */
export function insideAny(p, polygons) {
  return Math.max(-1, ...polygons.map((rings) => insidePolygon(p, rings)))
}
