// qr.js: a QR code from its rows of 0 and 1, as one path.

import { svg } from '../ui/dom.js'

const MARGIN = 2

/** `name` is what a screen reader says of it. */
export function qrCode(rows, name) {
  const size = rows.length + 2 * MARGIN
  const runs = rows.flatMap((row, y) => [...row.matchAll(/1+/g)].map((run) => bar(run.index, y, run[0].length)))
  const box = { viewBox: `0 0 ${size} ${size}`, role: 'img', 'aria-label': name, 'shape-rendering': 'crispEdges' }
  return svg('svg', box, svg('path', { d: runs.join('') }))
}

function bar(x, y, length) {
  return `M${x + MARGIN} ${y + MARGIN}h${length}v1h-${length}z`
}
