// elongation.js: how many times as long as wide a piece of land is.

import { Frame } from './frame.js'

/** Long side by short side of the smallest box round a ring that lies along one of its edges; 1 is as wide as long. */
export function elongation(ring) {
  const frame = new Frame(ring[0])
  const nodes = ring.map((node) => frame.metres(node))
  const boxes = nodes.slice(1).map((node, i) => boxAlong(nodes, nodes[i], node))
  const { long, short } = boxes.reduce((best, box) => (box.long * box.short < best.long * best.short ? box : best))
  return long / short
}

function boxAlong(nodes, [x0, y0], [x1, y1]) {
  const length = Math.hypot(x1 - x0, y1 - y0)
  const [dx, dy] = [(x1 - x0) / length, (y1 - y0) / length]
  const sides = [[dx, dy], [-dy, dx]].map(([x, y]) => {
    const along = nodes.map((node) => node[0] * x + node[1] * y)
    return Math.max(...along) - Math.min(...along)
  })
  return { long: Math.max(...sides), short: Math.min(...sides) }
}
