// snap.js: the pen goes to a neighbour's corner (copied, bit for bit), else onto a neighbour's edge, else stays.

import { ringArea } from './area.js'
import { Frame } from './frame.js'
import { near } from './insert.js'
import { outward } from './outward.js'
import { nodeKey, roundPoint } from './round.js'

/** Targets with their boxes, once; `shapes`: [{name, polygons (MultiPolygon coordinates), inside}]. */
export class Snapper {
  #shapes

  constructor(shapes) {
    this.#shapes = shapes.map((shape) => ({ ...shape, box: boxOf(shape.polygons) }))
  }

  /**
   * The node for a pointed position: {point, kind: 'corner'|'edge'|'free', name}.
   *
   * `reach` is in metres. A place on an edge is rounded away from the neighbour's land (GEOMETRY.md 4), or into the
   * shape when it is marked `inside` (the parcel that holds the zones). `free`: names of nodes that catch nothing, nor
   * do the edges at them: they go along with the pointer.
   */
  snap(p, reach, free = new Set()) {
    const frame = new Frame(p)
    const close = this.#shapes.filter((shape) => meets(shape.box, p, reach, frame))
    return corner(p, close, reach, frame, free) ?? edge(p, close, reach, frame, free) ?? { point: roundPoint(p), kind: 'free' }
  }
}

function boxOf(polygons) {
  const box = [Infinity, Infinity, -Infinity, -Infinity]
  for (const [lon, lat] of polygons.flat(2)) {
    box[0] = Math.min(box[0], lon)
    box[1] = Math.min(box[1], lat)
    box[2] = Math.max(box[2], lon)
    box[3] = Math.max(box[3], lat)
  }
  return box
}

function meets([west, south, east, north], p, reach, frame) {
  return near(p, [west, south], [east, north], reach, frame)
}

function corner(p, shapes, reach, frame, free) {
  let best = { distance: reach }
  for (const { name, polygons } of shapes) {
    for (const node of polygons.flat(2)) {
      const distance = frame.distance(p, node)
      if (distance < best.distance && !free.has(nodeKey(node))) best = { distance, point: node, kind: 'corner', name }
    }
  }
  return best.point ? best : null
}

function edge(p, shapes, reach, frame, free) {
  let best = { distance: reach }
  for (const shape of shapes) {
    for (const ring of shape.polygons.flat()) {
      for (let i = 0; i < ring.length - 1; i += 1) {
        if (!near(p, ring[i], ring[i + 1], reach, frame) || free.has(nodeKey(ring[i])) || free.has(nodeKey(ring[i + 1]))) continue
        const { distance, at } = frame.nearestOnEdge(p, ring[i], ring[i + 1])
        if (distance < best.distance) best = { distance, at, kind: 'edge', name: shape.name, shape, ring, i }
      }
    }
  }
  return best.at ? { ...best, point: beside(best) } : null
}

/** On the grid, not on the wrong side of the edge. */
function beside({ at, shape, ring, i }) {
  const shell = shape.polygons.some(([first]) => first === ring)
  const landSide = Math.sign(ringArea(ring)) * (shell ? 1 : -1)
  return outward(at, ring[i], ring[i + 1], shape.inside ? -landSide : landSide)
}
