// pen-line.js: points of an open line or area, added by any pointer; an edge that would cross is refused at once.

import { edgesMeet, penCrossing } from '../../geometry/crossing.js'
import { Frame } from '../../geometry/frame.js'
import { samePoint } from '../../geometry/round.js'
import { button } from './controls.js'
import { showPlace } from './map-fit.js'
import { Pen } from './map-pen.js'
import { PenTrace } from './pen-trace.js'
import { PenTyped } from './pen-typed.js'
import { refusalWords } from './words.js'

/**
 * Draws into `session.state.points`.
 *
 * `isArea`: the line closes on its first point; `isNew`: it may follow the borders of neighbours
 * and be typed; `onFinish(points)`: wanted as it is; `onAim(node)`: the pen hovers;
 * `onLeave()`: left, else the tool ends.
 */
export class PenLine {
  #session
  #options
  #pen = null
  #trace = null
  #typed = null

  constructor(session, options) {
    this.#session = session
    this.#options = options
    if (!options.isNew) return
    this.#trace = new PenTrace(session)
    this.#typed = new PenTyped(session, (nodes) => this.#addAll(nodes))
  }

  get isDown() { return this.#pen !== null }

  start() {
    if (this.isDown) return
    const heard = { onAim: this.#aim, onPoint: this.#add, onBack: this.back, onFinish: this.finish, onLeave: this.#leave, keys: { ...this.#trace?.keys, ...this.#typed?.keys } }
    this.#pen = new Pen(this.#session.world.map, heard, this.#session.panel.node)
  }

  stop() {
    this.#pen?.remove()
    this.#pen = null
    this.#session.sketch.showPen([], '')
  }

  /** The buttons that are always there, for those who have neither keys nor a fine pointer. */
  buttons() {
    const { gettext } = this.#session.world.i18n
    const few = this.#points.length < (this.#options.isArea ? 3 : 2)
    const pointing = [button(gettext('Add point'), () => this.#pen.addAtCrosshair(), { id: 'editor-add', kind: 'main' })]
    const tracing = this.#trace?.buttons() ?? []
    const isTyping = Boolean(this.#typed?.isOpen) // the form needs the room, and its own button adds
    return [
      ...(isTyping ? [] : pointing),
      button(gettext('Undo'), this.back, { id: 'editor-back', disabled: !this.#points.length }),
      this.#session.history.canRedo && button(gettext('Redo'), () => this.#session.redo(), { id: 'editor-redo' }),
      button(gettext('Finish'), this.finish, { id: 'editor-finish', kind: few ? 'plain' : 'main', disabled: few }),
      ...(isTyping ? [] : tracing),
      ...(this.#typed?.buttons() ?? []),
      button(gettext('Cancel'), this.#leave, { id: 'editor-cancel', kind: 'quiet' }),
    ]
  }

  /** What stands in the panel while the line is drawn, or null. */
  form() { return this.#typed?.form() ?? null }

  get #points() { return this.#session.state.points }

  #node(position, reach) {
    const [first] = this.#points
    const closes = this.#options.isArea && this.#points.length > 2
    if (closes && new Frame(first).distance(first, position) < reach) return { point: first, kind: 'first' }
    return this.#session.snapper.snap(position, reach)
  }

  #crossing(node) {
    if (!this.#points.length || samePoint(node, this.#points.at(-1))) return null
    const isFirst = this.#options.isArea && this.#points.length > 2 && samePoint(node, this.#points[0])
    return isFirst ? closingCrossing(this.#points) : penCrossing(this.#points, node)
  }

  #aim = (position, reach) => {
    const { point, kind } = this.#node(position, reach)
    const way = this.#trace?.way(point)
    const isRefused = way ? this.#trace.crossing(way, this.#points) : this.#crossing(point)
    this.#session.sketch.showPen(way ?? [...this.#points.slice(-1), point], isRefused ? 'editor-refused' : 'editor-rubber', { at: point, kind })
    this.#options.onAim?.(point)
  }

  #add = (position, reach) => {
    const { point, kind, name } = this.#node(position, reach)
    if (this.#points.length && samePoint(point, this.#points.at(-1))) return
    if (this.#trace?.isOn) return this.#follow(point, kind)
    if (kind === 'first') return this.finish()
    const at = this.#crossing(point)
    if (at) return this.#refusePoint([this.#points.at(-1), point])
    this.#session.commit({ points: [...this.#points, point] })
    this.#session.say(this.#added(kind, name))
  }

  /** Along the border to a point on it. */
  #follow(point, kind) {
    const way = this.#trace.way(point)
    if (!way) return this.refuse('not_on_border', [], {}, this.#session.world.i18n.gettext('Catch a corner or an edge of the same neighbour, or end tracing.'))
    const edge = this.#trace.crossing(way, this.#points)
    if (edge) return this.#refusePoint(edge)
    this.#trace.add(way, { isClosing: kind === 'first' })
    if (kind === 'first') this.finish()
  }

  /** Typed nodes, all or none, in one step. */
  #addAll(nodes) {
    let line = this.#points
    for (const node of nodes) {
      if (line.length && samePoint(node, line.at(-1))) continue
      if (line.length && penCrossing(line, node)) return this.#refusePoint([line.at(-1), node])
      line = [...line, node]
    }
    if (line === this.#points) return
    this.#session.commit({ points: line })
    showPlace(this.#session.world.map, line.at(-1))
    this.#session.say(this.#added('free'))
  }

  #added(kind, name) {
    const { gettext, interpolate } = this.#session.world.i18n
    const words = {
      corner: gettext('Point %(number)s on a corner of %(name)s'),
      edge: gettext('Point %(number)s on the border of %(name)s'),
      free: gettext('Point %(number)s'),
    }
    return interpolate(words[kind], { number: this.#points.length, name }, true)
  }

  back = () => {
    if (!this.#points.length) return
    if (this.#session.history.canUndo) return this.#session.undo()
    this.#session.commit({ points: this.#points.slice(0, -1) })
  }

  finish = () => {
    const { isArea, onFinish } = this.#options
    if (this.#points.length < (isArea ? 3 : 2)) return this.refuse(isArea ? 'too_few' : 'line_too_short')
    if (isArea && closingCrossing(this.#points)) return this.refuse('self_intersection', [this.#points.at(-1), this.#points[0]])
    onFinish(this.#points)
  }

  /** An edge to a new point would cross the line. */
  #refusePoint(edge) {
    const code = this.#options.isArea ? 'self_intersection' : 'line_crosses_itself'
    this.refuse(code, edge, {}, this.#session.world.i18n.gettext('The point was not added.'))
  }

  /** Say why, show the edge in red, change nothing; `then` says so. */
  refuse(code, edge = [], data = {}, then = '') {
    const words = refusalWords(this.#session.world.i18n, code, data, then)
    this.#session.sketch.showPen(edge, 'editor-refused')
    this.#session.panel.say(words)
    this.#session.say(words)
  }

  #leave = () => (this.#options.onLeave ?? this.#session.world.onEnd)()
}

/** Where the edge from the last point to the first would cross the line, or null. */
function closingCrossing(points) {
  const [first, last] = [points[0], points.at(-1)]
  for (let i = 0; i < points.length - 1; i += 1) {
    const at = edgesMeet(points[i], points[i + 1], last, first)
    if (at) return at
  }
  return null
}
