// paper.js: papers, scales, and where a place lies on the paper. Millimetres. No map, no DOM.

import { Frame } from '../../../geometry/frame.js'

/** Width and height of the upright paper, mm. */
const PAPERS = { a4: [210, 297], a3: [297, 420] }
export const PAPER_NAMES = Object.keys(PAPERS)
export const SCALES = [500, 1000, 2000, 2500, 4000, 5000, 10000, 20000, 25000, 50000]
const MARGIN = 10
const HEAD = 12
const FOOT = 36
const MM_PER_M = 1000

/** {width, height, map: {x, y, width, height}, foot: {x, y, width, height}} of a paper, mm. */
export function layoutOf(paper, isLandscape) {
  const [short, long] = PAPERS[paper]
  const [width, height] = isLandscape ? [long, short] : [short, long]
  const inner = width - 2 * MARGIN
  const map = { x: MARGIN, y: MARGIN + HEAD, width: inner, height: height - 2 * MARGIN - HEAD - FOOT }
  return { width, height, map, head: { x: MARGIN, y: MARGIN }, foot: { x: MARGIN, y: map.y + map.height + 3, width: inner, height: FOOT - 3 } }
}

/** The finest scale at which a box {west, south, east, north} fits the map of a layout; else the coarsest there is. */
export function fittingScale({ west, south, east, north }, { map }) {
  const frame = new Frame([(west + east) / 2, (south + north) / 2])
  const [left, bottom] = frame.metres([west, south])
  const [right, top] = frame.metres([east, north])
  const needed = Math.max((right - left) / map.width, (top - bottom) / map.height) * MM_PER_M
  return SCALES.find((scale) => scale >= needed) ?? SCALES.at(-1)
}

/**
 * The ground under the map of a layout, around a position: true metres of the ellipsoid, so that a ruler measures right.
 * `mm(position)` are millimetres from the upper left corner of the map.
 */
export class Ground {
  #frame
  #size

  constructor(centre, scale, { width, height }) {
    this.#frame = new Frame(centre)
    this.#size = { width, height }
    this.scale = scale
  }

  mm(position) {
    const [east, north] = this.#frame.metres(position)
    return [this.#size.width / 2 + (east * MM_PER_M) / this.scale, this.#size.height / 2 - (north * MM_PER_M) / this.scale]
  }

  position([x, y]) {
    return this.#frame.degrees([((x - this.#size.width / 2) * this.scale) / MM_PER_M, ((this.#size.height / 2 - y) * this.scale) / MM_PER_M])
  }

  /** {west, south, east, north} in degrees. */
  get box() {
    const { width, height } = this.#size
    const [west, north] = this.position([0, 0])
    const [east, south] = this.position([width, height])
    return { west, south, east, north }
  }
}

/** The length of a scale bar, in metres, a round number of at most `room` mm. */
export function barLength(scale, room) {
  const most = (room * scale) / MM_PER_M
  const power = 10 ** Math.floor(Math.log10(most))
  return [5, 2, 1].map((n) => n * power).find((length) => length <= most)
}
