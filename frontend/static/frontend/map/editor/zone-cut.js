// zone-cut.js: cutting a piece: shown at once as the browser computes it, then as the server does.

import { polygonArea } from '../../geometry/area.js'
import { rai } from '../../geometry/units.js'
import { failureNodes } from './findings.js'
import { effects } from './operation.js'
import { mayWait, withShapes } from './zone-server.js'
import { cutPiece } from './zone-pieces.js'

export class ZoneCut {
  #tool
  #server
  #found = null
  /** The pieces that the last answer was about. */
  #of = null

  constructor(tool, server) {
    this.#tool = tool
    this.#server = server
  }

  /** Cut the chosen piece, or the only other one that the line cuts. Throws GeometryRefusal. */
  run(line) {
    const { pieces, active } = this.#tool.state
    const { pieces: after, cut } = cutPiece(pieces, active, line)
    this.#tool.setPieces(after)
    const areas = after.filter(({ uid }) => cut.includes(uid)).map(({ polygon }) => rai(polygonArea(polygon)).text).join(' · ')
    const { gettext, interpolate } = this.#tool.world.i18n
    this.#tool.say(interpolate(gettext('Parts: %(areas)s'), { areas }, true))
    return this.#confirm(pieces, cut[0], line, after)
  }

  async #confirm(before, uid, line, after) {
    try {
      const found = await this.#server.cut(before, uid, line)
      if (this.#isStill(after)) this.#take(found)
    } catch (error) {
      if (!mayWait(error) && this.#isStill(after)) this.#refuse(error)
    }
  }

  /** Whether the pieces are those that were asked about; a type may have been chosen meanwhile. */
  #isStill(after) {
    const { pieces } = this.#tool.state
    return pieces.length === after.length && pieces.every(({ polygon }, n) => polygon === after[n].polygon)
  }

  #take(found) {
    if (found.pieces.length !== this.#tool.state.pieces.length) return // another count: saving settles it
    this.#tool.amend({ pieces: withShapes(this.#tool.state.pieces, found.pieces) })
    this.#found = found
    this.#of = this.#tool.state.pieces
    this.#tool.render()
  }

  /** The server does not cut there: as it was before, with its words. */
  #refuse(error) {
    const words = failureNodes(this.#tool.world, error)
    this.#tool.undo()
    this.#tool.panel.say(words)
  }

  /** What else saving would change, as long as the pieces are those of the last cut. */
  effects() {
    const { state, base, world } = this.#tool
    const isOf = this.#of?.every(({ polygon }, n) => polygon === state.pieces[n]?.polygon)
    if (!isOf) return null
    const own = base.parcel.id
    return effects(world.i18n, { ...this.#found, changes: this.#found.changes.filter(({ collection }) => collection === 'parcels') }, own)
  }
}
