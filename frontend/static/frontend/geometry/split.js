// split.js: cut a shape by a drawn line so that the pieces hold the same nodes (GEOMETRY.md 1).

import { polygonArea } from './area.js'
import { edgesMeet, properCrossing } from './crossing.js'
import { Frame } from './frame.js'
import { insertInPolygon, insertNodes } from './insert.js'
import { innerPoint, middleInside, polygonize } from './polygonize.js'
import { nodeKey, roundPoint, samePoint } from './round.js'

const SNAP_M = 0.05 // nearer than this to a node or an edge is on it
const MIN_AREA_M2 = 4 // one square wah
const MIN_WIDTH_M = 0.5 // twice the area over the perimeter

/** A refused operation: `code` of GEOMETRY.md and the place, if there is one. */
export class GeometryRefusal extends Error {
  constructor(code, at = null) {
    super(code)
    this.code = code
    this.at = at
  }
}

/**
 * Cut MultiPolygon coordinates by a line of positions.
 *
 * Returns {pieces: [polygon], nodes: the cut nodes that the rings did not hold}; crossings are exact and rounded once
 * to 8 decimals. Insert `nodes` in whatever shares the border. Throws GeometryRefusal with line_too_short,
 * line_crosses_itself, line_does_not_cross or sliver.
 */
export function split(polygons, drawn) {
  const frame = new Frame(polygons[0][0][0])
  const rings = polygons.flat()
  const line = settle(checked(drawn), rings, frame)
  const nodes = cutNodes(line, rings, frame)
  const noded = polygons.map((polygon) => insertInPolygon(polygon, nodes, frame))
  const cut = insertNodes(line, [...nodes, ...rings.flat()], frame)
  const pieces = polygonize([...noded.flat(), cut]).filter((face) => noded.some((part) => middleInside(face, part)))
  if (pieces.length <= polygons.length) throw new GeometryRefusal('line_does_not_cross', line[0])
  const thin = pieces.find((piece) => isSliver(piece, frame))
  if (thin) throw new GeometryRefusal('sliver', roundPoint(innerPoint(thin)))
  return { pieces, nodes: held(nodes, rings, pieces) }
}

function held(nodes, rings, pieces) {
  const before = new Set(rings.flat().map(nodeKey))
  const after = new Set(pieces.flat(2).map(nodeKey))
  return nodes.filter((node) => after.has(nodeKey(node)) && !before.has(nodeKey(node)))
}

function checked(drawn) {
  const line = drawn.map(roundPoint).filter((node, i, all) => i === 0 || !samePoint(node, all[i - 1]))
  if (line.length < 2) throw new GeometryRefusal('line_too_short', line[0])
  for (let i = 0; i < line.length - 1; i += 1) {
    for (let j = i + 1; j < line.length - 1; j += 1) {
      const at = edgesMeet(line[i], line[i + 1], line[j], line[j + 1])
      if (at) throw new GeometryRefusal('line_crosses_itself', at)
    }
  }
  return line
}

/** Vertices of the line go to a node, else onto an edge; nodes beside the line become vertices of the line. */
function settle(line, rings, frame) {
  const moved = line.map((node) => nearestNode(node, rings.flat(), frame) ?? ontoEdge(node, rings, frame) ?? node)
  return insertNodes(moved, rings.flat(), frame, SNAP_M)
}

function nearestNode(p, nodes, frame) {
  const measured = nodes.map((node) => ({ node, distance: frame.distance(node, p) }))
  const best = measured.reduce((near, one) => (one.distance < near.distance ? one : near), { distance: Infinity })
  return best.distance <= SNAP_M ? best.node : null
}

function ontoEdge(p, rings, frame) {
  for (const ring of rings) {
    for (let i = 0; i < ring.length - 1; i += 1) {
      const { distance, at } = frame.nearestOnEdge(p, ring[i], ring[i + 1])
      if (distance <= SNAP_M) return roundPoint(at)
    }
  }
  return null
}

function cutNodes(line, rings, frame) {
  const own = rings.flat()
  const crossings = rings.flatMap((ring) => lineCrossings(line, ring))
  return [...line, ...crossings.map((node) => nearestNode(node, own, frame) ?? node)]
}

function lineCrossings(line, ring) {
  return ring.slice(1).flatMap((b, i) => line.slice(1)
    .map((d, j) => properCrossing(ring[i], b, line[j], d))
    .filter(Boolean))
}

/** Whether a piece is too small to be one: under 4 m² or under 0.5 m wide. */
export function isSliver(rings, frame, minArea = MIN_AREA_M2, minWidth = MIN_WIDTH_M) {
  const area = polygonArea(rings)
  return area < minArea || (2 * area) / perimeter(rings, frame) < minWidth
}

function perimeter(rings, frame) {
  return rings.flatMap((ring) => ring.slice(1).map((node, i) => frame.distance(ring[i], node)))
    .reduce((a, b) => a + b, 0)
}
