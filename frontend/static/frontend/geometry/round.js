// round.js: the grid of 8 decimals (1.1 mm) that every stored node lies on, and clean rings on it.
// Whole numbers of 1e-8 degree, taken from a near origin, make orientation and crossings exact in doubles.

const STEPS = 1e8 // grid steps in a degree

/** Round a degree to 8 decimals: the nearest decimal, never a multiple of 1e-8 (GEOMETRY.md 0.2). */
export function round8(degrees) {
  return Math.round(degrees * STEPS) / STEPS
}

/** A position on the grid; a third ordinate is dropped. */
export function roundPoint([lon, lat]) {
  return [round8(lon), round8(lat)]
}

/** Whether two positions are the same node, bit for bit. */
export function samePoint(a, b) {
  return a[0] === b[0] && a[1] === b[1]
}

/** A closed ring on the grid without repeated nodes; a ring that was open is closed. */
export function roundRing(ring) {
  const nodes = openRing(ring.map(roundPoint))
  return closeRing(nodes)
}

/** The ring's nodes once each: no closing position, no node twice in a row. */
export function openRing(ring) {
  const nodes = ring.filter((node, i) => i === 0 || !samePoint(node, ring[i - 1]))
  while (nodes.length > 1 && samePoint(nodes[0], nodes.at(-1))) nodes.pop()
  return nodes
}

/** The nodes followed by the first one again. */
export function closeRing(nodes) {
  return nodes.length ? [...nodes, nodes[0]] : []
}

/** Polygon coordinates (list of rings) on the grid. */
export function roundPolygon(rings) {
  return rings.map(roundRing)
}

/** A name for a node that is equal exactly when the node is. */
export function nodeKey([x, y]) {
  return `${x},${y}`
}

/** Degrees to whole grid steps. */
export function toGrid([lon, lat]) {
  return [Math.round(lon * STEPS), Math.round(lat * STEPS)]
}

/** Whole grid steps to degrees; exact, because the division is rounded once. */
export function fromGrid([x, y]) {
  return [x / STEPS, y / STEPS]
}
