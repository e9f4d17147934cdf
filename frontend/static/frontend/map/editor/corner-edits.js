// corner-edits.js: moving, adding and removing corners of MultiPolygon coordinates; each gives new coordinates.

import { closeRing, openRing } from '../../geometry/round.js'

function withRing(polygons, { polygon, ring }, nodes) {
  return polygons.map((rings, p) => (p !== polygon ? rings : rings.map((old, r) => (r === ring ? closeRing(openRing(nodes)) : old))))
}

function nodesAt(polygons, { polygon, ring }) {
  return polygons[polygon][ring].slice(0, -1)
}

/** The corner at a place {polygon, ring, index}. */
export function cornerAt(polygons, { polygon, ring, index }) {
  return polygons[polygon][ring][index]
}

/** The corner goes to another node; on its neighbour it becomes one with it. */
export function moveCorner(polygons, place, node) {
  return withRing(polygons, place, nodesAt(polygons, place).with(place.index, node))
}

/** New corners, in their order, after the one at `place`. */
export function insertCorners(polygons, place, nodes) {
  return withRing(polygons, place, nodesAt(polygons, place).toSpliced(place.index + 1, 0, ...nodes))
}

/** The ends of the edge after the corner at `place`. */
export function edgeAfter(polygons, { polygon, ring, index }) {
  return polygons[polygon][ring].slice(index, index + 2)
}

/** One corner less, or null when only three are left. */
export function removeCorner(polygons, place) {
  const nodes = nodesAt(polygons, place)
  return nodes.length > 3 ? withRing(polygons, place, nodes.toSpliced(place.index, 1)) : null
}

/** Several corners go to other nodes; `steps`: [[place, node]]. Those that fall together become one. */
export function moveCorners(polygons, steps) {
  return steps.reduce((rings, [place, node]) => replaced(rings, place, node), polygons)
    .map((rings) => rings.map((ring) => closeRing(openRing(ring.slice(0, -1)))))
}

function replaced(polygons, { polygon, ring, index }, node) {
  const swap = (nodes) => {
    const open = nodes.slice(0, -1).with(index, node)
    return [...open, open[0]]
  }
  return polygons.map((rings, p) => (p !== polygon ? rings : rings.map((nodes, r) => (r === ring ? swap(nodes) : nodes))))
}

/** Several corners less, or null when a ring would have fewer than three. */
export function removeCorners(polygons, places) {
  const gone = new Set(places.map(placeName))
  const left = polygons.map((rings, polygon) => rings.map((nodes, ring) => nodes.slice(0, -1)
    .filter((_, index) => !gone.has(placeName({ polygon, ring, index })))))
  if (left.flat().some((nodes) => nodes.length < 3)) return null
  return left.map((rings) => rings.map((nodes) => closeRing(openRing(nodes))))
}

/** A name for a place {polygon, ring, index}. */
export function placeName({ polygon, ring, index }) {
  return `${polygon} ${ring} ${index}`
}

/** All places of MultiPolygon coordinates. */
export function placesOf(polygons) {
  return polygons.flatMap((rings, polygon) => rings.flatMap((nodes, ring) => nodes.slice(0, -1).map((_, index) => ({ polygon, ring, index }))))
}
