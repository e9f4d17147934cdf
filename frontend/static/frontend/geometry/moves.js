// moves.js: which corners went where since a shape was loaded, so that whoever shares them can go along (GEOMETRY.md 5).
// A move is [from, to]: `from` is a corner as it was loaded, or a place on an edge, for a corner that was put in there.

import { Frame } from './frame.js'
import { insertInPolygon, insertNodes, near, ON_EDGE_M } from './insert.js'
import { closeRing, nodeKey, openRing, roundPoint, samePoint } from './round.js'

const SAME_M = 0.02 // a corner of a neighbour this near to a new one is meant by it

/** Moves [[from, to]] followed by `steps` [[from, to]]: a corner that moves again keeps the place it first had. */
export function followed(moves, steps) {
  const next = new Map(steps.map(([from, to]) => [nodeKey(from), to]))
  const known = new Set(moves.map(([, to]) => nodeKey(to)))
  const carried = moves.map(([from, to]) => [from, next.get(nodeKey(to)) ?? to])
  return [...carried, ...steps.filter(([from]) => !known.has(nodeKey(from)))]
}

/** Those of `moves` whose place is in `now` and whose corner was in `before`, elsewhere, or was put into an edge of it. */
export function standing(moves, before, now) {
  const [old, present] = [before, now].map((polygons) => new Set(polygons.flat(2).map(nodeKey)))
  const isOfBefore = ([from, to]) => (old.has(nodeKey(from)) ? !samePoint(from, to) : edgeAt(before, from) !== null)
  return moves.filter((move) => present.has(nodeKey(move[1])) && isOfBefore(move))
}

/**
 * MultiPolygon coordinates with the moves of the corners of `before` done; the very same when nothing of them changes.
 * A corner that was put into an edge of `before` is put in here too, with the ends of that edge.
 */
export function movedAlong(polygons, moves, before) {
  const noded = moves.reduce((shape, [from]) => joined(shape, from, before), polygons)
  const next = new Map(moves.map(([from, to]) => [nodeKey(from), to]))
  const isMoving = noded.flat(2).some((node) => next.has(nodeKey(node)))
  if (!isMoving) return polygons
  const moved = (ring) => closeRing(openRing(ring.map((node) => next.get(nodeKey(node)) ?? node)))
  return noded.map((rings) => rings.map(moved))
}

function joined(polygons, place, before) {
  const edge = edgeAt(before, place)
  if (!edge) return polygons
  const frame = new Frame(place)
  const put = polygons.map((rings) => insertInPolygon(rings, [place], frame))
  const isHere = put.flat(2).some((node) => samePoint(node, place))
  return isHere ? put.map((rings) => insertInPolygon(rings, edge, frame)) : polygons
}

/** The edge of a shape that a place lies on without being its node, or null. */
function edgeAt(polygons, place) {
  const frame = new Frame(place)
  let best = { distance: ON_EDGE_M, edge: null }
  for (const ring of polygons.flat()) {
    for (let i = 0; i < ring.length - 1; i += 1) {
      const edge = [ring[i], ring[i + 1]]
      if (edge.some((node) => samePoint(node, place))) return null
      if (!near(place, ...edge, ON_EDGE_M, frame)) continue
      const { distance } = frame.nearestOnEdge(place, ...edge)
      if (distance <= best.distance) best = { distance, edge }
    }
  }
  return best.edge
}

/**
 * A corner that is put into the edge a–b as it is now: {from, ahead, behind}. `from`: where it begins on the border as it
 * was loaded; `ahead`, `behind`: corners that `neighbours` (MultiPolygon coordinates) have on that edge, on either side.
 */
export function opening([a, b], moves, neighbours) {
  const frame = new Frame(a)
  const theirs = [...new Map(neighbours.flat(3).map((node) => [nodeKey(node), node])).values()]
  const between = insertNodes([a, b], theirs, frame).slice(1, -1)
  const middle = between.find((node) => frame.distance(node, halfway(a, b)) < SAME_M)
  const along = (node) => frame.nearestOnEdge(node, a, b).along
  const origin = (node) => moves.find(([, to]) => samePoint(to, node))?.[0] ?? node
  return {
    from: middle ? origin(middle) : halfway(origin(a), origin(b)),
    ahead: between.filter((node) => node !== middle && along(node) < 0.5),
    behind: between.filter((node) => node !== middle && along(node) >= 0.5),
  }
}

function halfway(a, b) {
  return roundPoint([(a[0] + b[0]) / 2, (a[1] + b[1]) / 2])
}
