// holes.js: a hole that is cut out of one of a shape's polygons.

import { insidePolygon, polygonCrossings } from './crossing.js'
import { closeRing } from './round.js'
import { GeometryRefusal } from './split.js'

/** MultiPolygon coordinates without the area within `nodes`. Throws GeometryRefusal hole_outside with a place. */
export function withHole(polygons, nodes) {
  const around = polygons.findIndex((rings) => nodes.every((node) => insidePolygon(node, rings) === 1))
  const cut = polygons.map((rings, i) => (i === around ? [...rings, closeRing(nodes)] : rings))
  const isInside = around >= 0 && !polygonCrossings(cut).length && !swallows(polygons[around], closeRing(nodes))
  if (!isInside) throw new GeometryRefusal('hole_outside', nodes[0])
  return cut
}

/** Whether the new hole would lie around another one. */
function swallows([, ...holes], ring) {
  return holes.some((hole) => insidePolygon(hole[0], [ring]) >= 0)
}
