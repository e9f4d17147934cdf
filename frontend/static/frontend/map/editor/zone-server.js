// zone-server.js: the server's say on the pieces of a parcel: the same corners on every common border (GEOMETRY.md 0.8, 6).

import { isUnreachable } from './findings.js'

/** Ask for one tool's pieces; nothing is stored. `api` throws ApiProblem. */
export class PieceServer {
  #tool
  /** The last answer without a cut: a save that is sent again must be the same request. */
  #settled = { pieces: null, found: null }

  constructor(tool) {
    this.#tool = tool
  }

  /** `pieces` before a cut, which of them is cut, and the line → the server's answer. */
  async cut(pieces, uid, line) {
    const piece = pieces.findIndex((one) => one.uid === uid)
    return this.#ask(pieces, { cut: { piece, line: { type: 'LineString', coordinates: line } } })
  }

  /** What the parcel and its neighbours get for these pieces; null when they have too many corners for it. */
  async settle(pieces) {
    if (this.#settled.pieces === shapesOf(pieces)) return this.#settled.found
    const found = await this.#ask(pieces).catch(passTooLarge)
    const kept = found ? withShapes(pieces, found.pieces) : pieces
    this.#settled = { pieces: shapesOf(kept), found }
    return found
  }

  /** Somebody has changed something: ask anew. */
  forget() {
    this.#settled = { pieces: null, found: null }
  }

  async #ask(pieces, more = {}) {
    const shapes = pieces.map(({ polygon }) => ({ type: 'Polygon', coordinates: polygon }))
    const body = { parcel: this.#tool.base.parcel.id, pieces: shapes, ...more }
    return (await this.#tool.world.api.send('POST', '/api/geometry/pieces', body)).data
  }
}

function shapesOf(pieces) {
  return JSON.stringify(pieces.map(({ polygon }) => polygon))
}

function passTooLarge(error) {
  if (isTooLarge(error)) return null
  throw error
}

function isTooLarge({ code }) {
  return ['too_large_to_edit', 'too_many_neighbours'].includes(code)
}

/** Whether the pieces as cut here may stand until they are saved: no network, or more than the server computes. */
export function mayWait(error) {
  return isUnreachable(error) || isTooLarge(error)
}

/** The same pieces with the server's shapes, in its order. */
export function withShapes(pieces, shapes) {
  return pieces.map((piece, n) => ({ ...piece, polygon: shapes[n].coordinates }))
}
