// insert.js: put nodes into the edges that they lie on, so that two shapes hold the same nodes (GEOMETRY.md 0).

import { nodeKey } from './round.js'

export const ON_EDGE_M = 0.002 // a rounded node lies at most 0.8 mm from the edge it was cut from

/** The line (open or closed) with those of `nodes` that lie within `tolerance` metres of an edge put into it. */
export function insertNodes(line, nodes, frame, tolerance = ON_EDGE_M) {
  const have = new Set(line.map(nodeKey))
  const fresh = nodes.filter((node) => !have.has(nodeKey(node)))
  if (!fresh.length) return line
  return line.flatMap((node, i) => (i === line.length - 1 ? [node] : [node, ...onEdge(node, line[i + 1], fresh)]))

  function onEdge(a, b, candidates) {
    return candidates
      .filter((node) => near(node, a, b, tolerance, frame))
      .map((node) => ({ node, ...frame.nearestOnEdge(node, a, b) }))
      .filter(({ distance, along }) => distance <= tolerance && along > 0 && along < 1)
      .sort((one, other) => one.along - other.along)
      .map(({ node }) => node)
  }
}

/** `insertNodes` for every ring of polygon coordinates. */
export function insertInPolygon(rings, nodes, frame, tolerance = ON_EDGE_M) {
  return rings.map((ring) => insertNodes(ring, nodes, frame, tolerance))
}

/** A cheap test by boxes, before any distance is computed. */
export function near(p, a, b, tolerance, frame) {
  const [dx, dy] = [tolerance / frame.scale[0], tolerance / frame.scale[1]]
  return p[0] >= Math.min(a[0], b[0]) - dx && p[0] <= Math.max(a[0], b[0]) + dx
    && p[1] >= Math.min(a[1], b[1]) - dy && p[1] <= Math.max(a[1], b[1]) + dy
}
