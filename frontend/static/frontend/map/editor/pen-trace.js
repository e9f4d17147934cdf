// pen-trace.js: the pen follows a neighbour's border from its last point to the next one that is caught on it.

import { penCrossing } from '../../geometry/crossing.js'
import { samePoint } from '../../geometry/round.js'
import { bothWays, isOnBorder, wayLength } from '../../geometry/trace.js'
import { GeometryRefusal } from '../../geometry/split.js'
import { button } from './controls.js'

export class PenTrace {
  #session
  #isOn = false
  #isOther = false
  /** What was traced last: {before, end, after}, the lines of points before and after it. */
  #last = null

  constructor(session) {
    this.#session = session
  }

  get isOn() { return this.#isOn && this.#bordering.length > 0 }

  get keys() { return { KeyT: this.#toggle, KeyR: this.#flip } }

  get #points() { return this.#session.state.points }

  /** Neighbours whose border the last point lies on. */
  get #bordering() { return this.#on(this.#points.at(-1)) }

  #on(place) {
    return place ? this.#session.neighbours.filter(({ polygons }) => isOnBorder(polygons, place)) : []
  }

  buttons() {
    const { gettext } = this.#session.world.i18n
    const canFlip = this.isOn || this.#isFresh
    return [
      button(gettext('Trace the border'), this.#toggle, { id: 'editor-trace', 'aria-pressed': String(this.isOn), disabled: !this.#bordering.length }),
      canFlip && button(gettext('The other way'), this.#flip, { id: 'editor-flip' }),
    ].filter(Boolean)
  }

  /** Whether the last step was a traced one. */
  get #isFresh() { return this.#last?.after === this.#points }

  #toggle = () => {
    const { gettext, interpolate } = this.#session.world.i18n
    const [neighbour] = this.#bordering
    this.#isOn = !this.#isOn && Boolean(neighbour)
    this.#isOther = false
    this.#session.render()
    const holes = { name: neighbour?.name }
    if (this.#isOn) this.#tell(interpolate(gettext('Now a point where the border of %(name)s is left. R goes the other way round, T ends tracing.'), holes, true), 'good')
    else if (!neighbour) this.#tell(gettext('The last point is not on the border of a neighbour: catch one first.'))
  }

  #flip = () => {
    if (this.#isFresh) return this.#turnLast()
    if (!this.isOn) return
    this.#isOther = !this.#isOther
    const { gettext } = this.#session.world.i18n
    this.#tell(this.#isOther ? gettext('The longer way round.') : gettext('The shorter way round.'), 'good')
  }

  /** The traced part again, the other way round, as a step of its own. */
  #turnLast() {
    const { before, end, isOther } = this.#last
    const path = this.#path(before.at(-1), end, !isOther)
    if (this.crossing(path, before)) return this.#tell(this.#session.world.i18n.gettext('The other way round would cross the drawing.'))
    this.#commit(before, path, end, !isOther)
  }

  #tell(words, kind) {
    this.#session.panel.say(words, kind)
    this.#session.say(words)
  }

  /** The nodes from the last point to `node` along the border that both lie on, or null. */
  way(node) {
    const last = this.#points.at(-1)
    return this.isOn && !samePoint(last, node) ? this.#path(last, node, this.#isOther) : null
  }

  #path(from, to, isOther) {
    const ways = this.#on(from).flatMap(({ polygons }) => {
      try {
        return [bothWays(polygons, from, to)[isOther ? 1 : 0]]
      } catch (refusal) {
        if (!(refusal instanceof GeometryRefusal)) throw refusal
        return [] // a neighbour that the place is not on
      }
    })
    if (!ways.length) return null
    const best = ways.reduce((one, other) => (wayLength(other) < wayLength(one) ? other : one))
    return [from, ...best.slice(1, -1), to]
  }

  /** The edge of a path that would cross the line before it, or null. */
  crossing(path, line) {
    const done = [...line]
    for (const node of path.slice(1)) {
      const isEnd = samePoint(node, line[0]) && node === path.at(-1)
      if (!isEnd && penCrossing(done, node)) return [done.at(-1), node]
      done.push(node)
    }
    return null
  }

  /** Add a path; the last node is left out when it closes the area. */
  add(path, { isClosing = false } = {}) {
    this.#isOn = false
    this.#commit(this.#points, isClosing ? path.slice(0, -1) : path, path.at(-1), this.#isOther)
  }

  #commit(before, path, end, isOther) {
    const after = [...before, ...path.slice(1)]
    this.#last = { before, end, after, isOther }
    this.#session.commit({ points: after })
    const { ngettext, interpolate } = this.#session.world.i18n
    const count = path.length - 1
    this.#session.say(interpolate(ngettext('%(count)s point traced', '%(count)s points traced', count), { count }, true))
  }
}
