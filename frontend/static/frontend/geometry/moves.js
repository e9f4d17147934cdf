// moves.js: which corners went where since a shape was loaded, so that whoever shares them can go along (GEOMETRY.md 5).

import { nodeKey, samePoint } from './round.js'

/** Moves [[from, to]] followed by `steps` [[from, to]]: a corner that moves again keeps the place it first had. */
export function followed(moves, steps) {
  const next = new Map(steps.map(([from, to]) => [nodeKey(from), to]))
  const known = new Set(moves.map(([, to]) => nodeKey(to)))
  const carried = moves.map(([from, to]) => [from, next.get(nodeKey(to)) ?? to])
  const fresh = steps.filter(([from]) => !known.has(nodeKey(from)))
  return [...carried, ...fresh].filter(([from, to]) => !samePoint(from, to))
}

/** Those of `moves` whose corner was in `before` and whose place is in `now` (MultiPolygon coordinates). */
export function standing(moves, before, now) {
  const [old, present] = [before, now].map((polygons) => new Set(polygons.flat(2).map(nodeKey)))
  return moves.filter(([from, to]) => old.has(nodeKey(from)) && present.has(nodeKey(to)))
}

/** MultiPolygon coordinates with the moves done; the very same when none of its corners moves. */
export function movedAlong(polygons, moves) {
  const next = new Map(moves.map(([from, to]) => [nodeKey(from), to]))
  if (!polygons.flat(2).some((node) => next.has(nodeKey(node)))) return polygons
  return polygons.map((rings) => rings.map((ring) => ring.map((node) => next.get(nodeKey(node)) ?? node)))
}
