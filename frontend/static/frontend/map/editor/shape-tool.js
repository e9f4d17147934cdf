// shape-tool.js: draw a new parcel, or edit the corners and attributes of one that is there.

import { polygonArea, polygonsOf } from '../../geometry/area.js'
import { polygonCrossings } from '../../geometry/crossing.js'
import { withHole } from '../../geometry/holes.js'
import { shapeFault } from '../../geometry/rules.js'
import { closeRing, roundPolygon } from '../../geometry/round.js'
import { GeometryRefusal } from '../../geometry/split.js'
import { walkPart } from '../../offline/walk.js'
import { button } from './controls.js'
import { newUid } from './identity.js'
import { fitShape, showPlace } from './map-fit.js'
import { isTouch } from './map-pen.js'
import { Operation } from './operation.js'
import { PenLine } from './pen-line.js'
import { Session } from './session.js'
import { Along } from './shape-along.js'
import { Corners } from './shape-corners.js'
import { fieldsOf } from './shape-form.js'
import { ShapeSaving } from './shape-saving.js'
import { ShapeView } from './shape-view.js'
import { Whole } from './shape-whole.js'
import { refusalWords } from './words.js'

/** A draft for a parcel that nobody has drawn yet; `polygons` are coordinates that it begins with. */
export function newParcelDraft({ i18n }, polygons = null) {
  const state = { points: [], polygons, fields: fieldsOf() }
  return { id: newUid(), tool: 'parcel', title: i18n.gettext('New parcel'), base: null, state: { ...state, uid: newUid() } }
}

/** A draft for editing a parcel (a GeoJSON feature of the API). */
export function editParcelDraft(parcel) {
  const polygons = polygonsOf(parcel.geometry).map(roundPolygon)
  const state = { points: [], polygons: polygons.length ? polygons : null, fields: fieldsOf(parcel.properties), uid: parcel.id }
  return { id: newUid(), tool: 'edit', title: parcel.properties.code, base: parcel, state }
}

export class ShapeTool extends Session {
  #pen = new PenLine(this, {
    isArea: true, isNew: true, onFinish: (points) => this.#finish(points), onAim: (node) => this.#aimed(node), onLeave: () => this.#leave(),
  })
  #operation = new Operation(this)
  #view = new ShapeView(this)
  #corners = new Corners(this)
  #whole = new Whole(this)
  #saving
  /** Neighbours that share its corners. */
  along = new Along(this)

  constructor(world, draft) {
    super(world, draft, draft.title)
    this.#saving = new ShapeSaving(this)
    this.render()
    if (this.state.polygons) fitShape(world.map, this.state.polygons, this.panel.node)
    else if (this.state.points.length) showPlace(world.map, this.state.points[0])
  }

  get ownUid() { return this.state.uid }

  /** Neighbours as they are on the map. */
  get loaded() { return super.neighbours }

  get neighbours() { return this.along.neighbours(this.loaded) }

  hasWork() {
    return this.state.points.length > 0 || Boolean(this.state.hasFixes) || JSON.stringify(this.state) !== JSON.stringify(this.base && editParcelDraft(this.base).state)
      && this.state.polygons !== null
  }

  /** Draw everything that the state says. */
  render() {
    this.forgetTargets()
    const { gettext } = this.world.i18n
    const isDrawing = this.state.polygons === null || Boolean(this.state.isHole)
    this.panel.head(this.#title(gettext), this.#note(isDrawing))
    if (isDrawing) this.#renderPen()
    else this.#renderShape()
  }

  #title(gettext) {
    if (this.state.isHole) return gettext('Cut a hole')
    return this.base ? `${gettext('Edit parcel')} ${this.draft.title}` : gettext('Draw a parcel')
  }

  #note(isDrawing) {
    const { gettext } = this.world.i18n
    if (isTouch() && isDrawing) return gettext('Tap the corners, or move the map under the cross and add points.')
    if (isTouch()) return gettext('Drag a corner; drag a small point for a new corner.')
    return isDrawing
      ? gettext('Click the corners. Keys: arrows move the cross, Enter adds, Backspace takes back, T traces a border, C types corners, F finishes, Esc leaves. With Alt held, nothing is caught.')
      : gettext('Drag a corner; drag a small point for a new corner. Keys: Tab to a corner, arrows move it, Enter catches the neighbour, Delete removes it.')
  }

  #renderPen() {
    this.#hideHandles()
    this.#pen.start()
    this.sketch.show({
      lines: [{ points: this.state.points, className: 'editor-line' }],
      areas: [...(this.state.polygons ?? []).map((rings) => ({ rings, className: 'editor-shape' })), ...this.#closing(this.state.points)],
    })
    this.panel.area(polygonArea([this.state.points]))
    this.panel.body(this.#pen.form(), walkPart(this))
    this.panel.bar(...this.#pen.buttons())
  }

  #closing(points) {
    return points.length > 2 ? [{ rings: [points], className: 'editor-closing' }] : []
  }

  #aimed(node) {
    if (this.state.points.length > 1) this.panel.area(polygonArea([[...this.state.points, node]]))
  }

  #finish(points) {
    const polygons = this.#drawn(points)
    if (!polygons) return
    this.#pen.stop()
    this.commit({ points: [], polygons, isHole: false })
    this.panel.node.querySelector('h2').focus()
  }

  /** Out of the hole, or out of the tool. */
  #leave() {
    if (this.state.isHole) this.commit({ points: [], isHole: false })
    else this.world.onEnd()
  }

  /** The shape with what was drawn: a first area or a hole; null when it was refused. */
  #drawn(points) {
    if (!this.state.isHole) return [[closeRing(points)]]
    try {
      return withHole(this.state.polygons, points)
    } catch (refusal) {
      if (!(refusal instanceof GeometryRefusal)) throw refusal
      this.#pen.refuse(refusal.code)
      return null
    }
  }

  #renderShape() {
    this.#pen.stop()
    this.#corners.show()
    this.#whole.show()
    this.preview(this.state.polygons)
    this.renderBody()
    this.renderBar()
    this.along.warn()
  }

  renderBar() { this.panel.bar(...this.#buttons()) }

  neighboursCame() {
    if (this.#pen.isDown) this.panel.bar(...this.#pen.buttons())
    else this.along.part()
  }

  /** What stands under the area: the corners and the whole, who goes along, and the attributes. */
  renderBody() {
    this.panel.body(this.#corners.part(), this.#whole.part(), this.along.part(), this.#saving.form())
  }

  #hideHandles() {
    this.#corners.hide()
    this.#whole.hide()
  }

  /** Whoever draws land for the first time has no zones on it yet. */
  get #isFirstShape() { return !this.base?.geometry && Boolean(this.world.me.rights?.zones?.includes('create')) }

  #buttons() {
    const { gettext } = this.world.i18n
    const { canUndo, canRedo } = this.history
    return [
      button(gettext('Save'), () => this.#saving.save(), { id: 'editor-save', kind: 'main' }),
      this.#isFirstShape && button(gettext('Save, then zones'), () => this.#saving.save('zone'), { id: 'editor-save-zones', kind: 'main' }),
      button(gettext('Fit to neighbours'), () => this.#fit(), { id: 'editor-fit' }),
      button(gettext('Undo'), () => this.undo(), { id: 'editor-undo', disabled: !canUndo }),
      button(gettext('Redo'), () => this.redo(), { id: 'editor-redo', disabled: !canRedo }),
      button(gettext('Cancel'), () => this.world.onEnd(), { id: 'editor-cancel', kind: 'quiet' }),
    ]
  }

  /** Put the border on that of the neighbours where it is nearly there: shown as a step that Undo takes back. */
  async #fit() {
    const { gettext } = this.world.i18n
    const own = this.base ? { parcel: this.ownUid } : {}
    const found = await this.#operation.preview('fit', { geometry: { type: 'MultiPolygon', coordinates: this.state.polygons }, ...own })
    if (!found) return
    const polygons = polygonsOf(found.geometry)
    const isSame = JSON.stringify(polygons) === JSON.stringify(this.state.polygons)
    if (!isSame) this.commit({ polygons })
    this.panel.say(isSame ? gettext('The border is on that of the neighbours already, or farther than 2 m away.') : gettext('The border is on that of the neighbours now. Undo takes it back.'), 'good')
  }

  /** Show a shape, with the neighbours as they are when corners have moved by `steps`; `marks` are the server's findings. */
  preview(polygons, marks = [], steps = []) {
    this.#view.show(polygons, this.along.neighbours(this.loaded, steps), marks)
  }

  /** Take a shape as a step, unless it crosses itself; `steps` says which corners moved where. */
  accept(polygons, steps = []) {
    const fault = shapeFault(polygons)
    if (fault) this.refuse(fault.code, this.world.i18n.gettext('The corner went back.'))
    else this.commit({ polygons, ...this.along.after(steps) })
  }

  choose(part) { this.commit(part) }

  /** Say why; everything stays. */
  refuse(code, then = '') {
    const words = refusalWords(this.world.i18n, code, {}, then)
    this.render()
    this.panel.say(words)
    this.say(words)
  }

  /** Leave the map to a question; `render` takes it back. */
  pause() {
    this.along.stop()
    this.#pen.stop()
    this.#hideHandles()
  }

  stop() {
    this.pause()
    super.stop()
  }
}
