// affine.js: a whole shape moved or turned, in metres around one place; the nodes go onto the grid.

import { Frame } from './frame.js'
import { openRing, closeRing, roundPoint } from './round.js'

/** MultiPolygon coordinates moved by metres to the east and north. */
export function shifted(polygons, [east, north]) {
  const frame = new Frame(polygons[0][0][0])
  return mapped(polygons, frame, ([x, y]) => [x + east, y + north])
}

/** MultiPolygon coordinates turned clockwise by degrees around a position. */
export function turnedBy(polygons, degrees, centre) {
  const [sin, cos] = [Math.sin, Math.cos].map((of) => of((degrees * Math.PI) / 180))
  return mapped(polygons, new Frame(centre), ([x, y]) => [x * cos + y * sin, y * cos - x * sin])
}

function mapped(polygons, frame, move) {
  const place = (node) => roundPoint(frame.degrees(move(frame.metres(node))))
  return polygons.map((rings) => rings.map((ring) => closeRing(openRing(ring.map(place)))))
}

/** The middle of the box around MultiPolygon coordinates. */
export function middleOfBox(polygons) {
  const nodes = polygons.flat(2)
  return [0, 1].map((axis) => {
    const values = nodes.map((node) => node[axis])
    return (Math.min(...values) + Math.max(...values)) / 2
  })
}
