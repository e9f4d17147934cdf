// polygonize.js: the faces that a set of noded lines encloses. Lines that end inside a face are dropped.

import { ringArea } from './area.js'
import { insidePolygon, insideRing } from './crossing.js'
import { closeRing, nodeKey } from './round.js'

/** Polygons (shell, holes) enclosed by `lines`, which must meet in nodes only. Edges that coincide count once. */
export function polygonize(lines) {
  const graph = new Graph(lines)
  graph.dropDangles()
  graph.dropBridges()
  const rings = graph.faces().flatMap(simpleRings)
  const shells = rings.filter((ring) => ringArea(ring) > 0).map((ring) => [ring])
  for (const hole of rings.filter((ring) => ringArea(ring) < 0)) smallestAround(hole, shells)?.push(hole)
  return shells
}

class Graph {
  #nodes = new Map()

  constructor(lines) {
    for (const line of lines) line.slice(1).forEach((node, i) => this.#join(line[i], node))
  }

  #join(a, b) {
    if (nodeKey(a) === nodeKey(b)) return
    this.#star(a).set(nodeKey(b), { node: b, angle: Math.atan2(b[1] - a[1], b[0] - a[0]) })
    this.#star(b).set(nodeKey(a), { node: a, angle: Math.atan2(a[1] - b[1], a[0] - b[0]) })
  }

  #star(node) {
    const key = nodeKey(node)
    if (!this.#nodes.has(key)) this.#nodes.set(key, new Map())
    return this.#nodes.get(key)
  }

  #cut(a, b) {
    this.#nodes.get(a).delete(b)
    this.#nodes.get(b).delete(a)
  }

  dropDangles() {
    const loose = [...this.#nodes.keys()]
    while (loose.length) {
      const key = loose.pop()
      const star = this.#nodes.get(key)
      if (star.size !== 1) continue
      const [other] = star.keys()
      this.#cut(key, other)
      loose.push(other)
    }
  }

  /** An edge with the same face on both sides encloses nothing. */
  dropBridges() {
    const left = new Map()
    this.faces().forEach((face, label) => face.slice(1).forEach((node, i) => {
      left.set(`${nodeKey(face[i])}>${nodeKey(node)}`, label)
    }))
    for (const [edge, label] of left) {
      const [a, b] = edge.split('>')
      if (a < b && left.get(`${b}>${a}`) === label) this.#cut(a, b)
    }
    this.dropDangles()
  }

  /** Closed walks that keep their face on the left: shells counter-clockwise, holes clockwise. */
  faces() {
    const seen = new Set()
    const walks = []
    for (const [key, star] of this.#nodes) {
      for (const { node } of star.values()) {
        if (!seen.has(`${key}>${nodeKey(node)}`)) walks.push(this.#walk(key, node, seen))
      }
    }
    return walks
  }

  #walk(start, first, seen) {
    const walk = []
    let [from, node] = [start, first]
    while (!seen.has(`${from}>${nodeKey(node)}`)) {
      seen.add(`${from}>${nodeKey(node)}`)
      walk.push(node)
      const next = this.#clockwiseAfter(nodeKey(node), from)
      from = nodeKey(node)
      node = next
    }
    return closeRing(walk)
  }

  #clockwiseAfter(key, back) {
    const star = [...this.#nodes.get(key).values()].sort((a, b) => a.angle - b.angle)
    const position = star.findIndex(({ node }) => nodeKey(node) === back)
    return star[(position - 1 + star.length) % star.length].node
  }
}

/** A walk that passes a node twice is several rings that meet there. */
function simpleRings(walk) {
  const rings = []
  const path = []
  for (const node of walk) {
    const back = path.findIndex((earlier) => nodeKey(earlier) === nodeKey(node))
    if (back >= 0) rings.push(closeRing(path.splice(back)))
    path.push(node)
  }
  return rings
}

function smallestAround(hole, shells) {
  return shells
    .filter(([shell]) => contains(shell, hole))
    .sort(([a], [b]) => ringArea(a) - ringArea(b))[0]
}

function contains(shell, hole) {
  const deciding = hole.map((node) => insideRing(node, shell)).find((side) => side !== 0)
  return deciding === 1
}

/** A position inside a polygon: the middle of the widest span on a line between its nodes. */
export function innerPoint(rings) {
  const heights = [...new Set(rings.flat().map(([, lat]) => lat))].sort((a, b) => a - b)
  const middles = heights.slice(1).map((height, i) => (height + heights[i]) / 2)
  const spans = middles.flatMap((lat) => spansAt(lat, rings))
  const best = spans.reduce((wide, span) => (span.width > wide.width ? span : wide), { width: -1, at: rings[0][0] })
  return best.at
}

/** Where a label stands well: the centre of gravity when the polygon holds it, else `innerPoint`. */
export function labelPoint(rings) {
  const [shell] = rings
  const [lon0, lat0] = shell[0]
  let [east, north, twice] = [0, 0, 0]
  shell.slice(1).forEach((b, i) => {
    const [x1, y1, x2, y2] = [shell[i][0] - lon0, shell[i][1] - lat0, b[0] - lon0, b[1] - lat0]
    const cross = x1 * y2 - x2 * y1
    east += (x1 + x2) * cross
    north += (y1 + y2) * cross
    twice += cross
  })
  const centre = [lon0 + east / (3 * twice), lat0 + north / (3 * twice)]
  return insidePolygon(centre, rings) === 1 ? centre : innerPoint(rings)
}

function spansAt(lat, rings) {
  const cuts = rings.flatMap((ring) => ring.slice(1).flatMap((b, i) => {
    const a = ring[i]
    return a[1] > lat === b[1] > lat ? [] : [a[0] + ((lat - a[1]) / (b[1] - a[1])) * (b[0] - a[0])]
  })).sort((a, b) => a - b)
  return cuts.slice(1).flatMap((cut, i) => (i % 2 ? [] : [{ width: cut - cuts[i], at: [(cut + cuts[i]) / 2, lat] }]))
}

/** Whether the middle of a polygon lies in another polygon. */
export function middleInside(rings, other) {
  return insidePolygon(innerPoint(rings), other) === 1
}
