// shape-tool.js: draw a new parcel, or edit the corners and attributes of one that is there.

import { multiPolygonArea, polygonArea, polygonsOf } from '../../geometry/area.js'
import { polygonCrossings } from '../../geometry/crossing.js'
import { labelPoint } from '../../geometry/polygonize.js'
import { overlapFaces } from '../../geometry/rest.js'
import { closeRing, roundPolygon } from '../../geometry/round.js'
import { rai } from '../../geometry/units.js'
import { walkPart } from '../../offline/walk.js'
import { areaWords } from '../../ui/area-words.js'
import { insertCorner, moveCorner, removeCorner } from './corner-edits.js'
import { button } from './controls.js'
import { newUid } from './identity.js'
import { fitShape, showPlace } from './map-fit.js'
import { Handles } from './map-handles.js'
import { isTouch } from './map-pen.js'
import { Operation } from './operation.js'
import { PenLine } from './pen-line.js'
import { Session } from './session.js'
import { fieldsOf } from './shape-form.js'
import { ShapeSaving } from './shape-saving.js'
import { refusalWords } from './words.js'

/** A draft for a parcel that nobody has drawn yet. */
export function newParcelDraft({ i18n }) {
  const state = { points: [], polygons: null, fields: fieldsOf() }
  return { id: newUid(), tool: 'parcel', title: i18n.gettext('New parcel'), base: null, state: { ...state, uid: newUid() } }
}

/** A draft for editing a parcel (a GeoJSON feature of the API). */
export function editParcelDraft(parcel) {
  const polygons = polygonsOf(parcel.geometry).map(roundPolygon)
  const state = { points: [], polygons: polygons.length ? polygons : null, fields: fieldsOf(parcel.properties), uid: parcel.id }
  return { id: newUid(), tool: 'edit', title: parcel.properties.code, base: parcel, state }
}

export class ShapeTool extends Session {
  #pen = new PenLine(this, { isArea: true, onFinish: (points) => this.#finish(points), onAim: (node) => this.#aimed(node) })
  #handles = null
  #operation = new Operation(this)
  #saving

  constructor(world, draft) {
    super(world, draft, draft.title)
    this.#saving = new ShapeSaving(this)
    this.render()
    if (this.state.polygons) fitShape(world.map, this.state.polygons, this.panel.node)
    else if (this.state.points.length) showPlace(world.map, this.state.points[0])
  }

  get ownUid() { return this.state.uid }

  hasWork() {
    return this.state.points.length > 0 || JSON.stringify(this.state) !== JSON.stringify(this.base && editParcelDraft(this.base).state)
      && this.state.polygons !== null
  }

  /** Draw everything that the state says. */
  render() {
    const { gettext } = this.world.i18n
    const isDrawing = this.state.polygons === null
    this.panel.head(this.base ? `${gettext('Edit parcel')} ${this.draft.title}` : gettext('Draw a parcel'), this.#note(isDrawing))
    if (isDrawing) this.#renderPen()
    else this.#renderShape()
  }

  #note(isDrawing) {
    const { gettext } = this.world.i18n
    if (isTouch() && isDrawing) return gettext('Tap the corners, or move the map under the cross and add points.')
    if (isTouch()) return gettext('Drag a corner; drag a small point for a new corner.')
    return isDrawing
      ? gettext('Click the corners. Keys: arrows move the cross, Enter adds, Backspace takes back, F finishes, Esc leaves. With Alt held, nothing is caught.')
      : gettext('Drag a corner; drag a small point for a new corner. Keys: Tab to a corner, arrows move it, Enter catches the neighbour, Delete removes it.')
  }

  #renderPen() {
    this.#dropHandles()
    this.#pen.start()
    this.sketch.show({ lines: [{ points: this.state.points, className: 'editor-line' }], areas: this.#closing(this.state.points) })
    this.panel.area(polygonArea([this.state.points]))
    this.panel.body(walkPart(this))
    this.panel.bar(...this.#pen.buttons())
  }

  #closing(points) {
    return points.length > 2 ? [{ rings: [points], className: 'editor-closing' }] : []
  }

  #aimed(node) {
    if (this.state.points.length > 1) this.panel.area(polygonArea([[...this.state.points, node]]))
  }

  #finish(points) {
    this.#pen.stop()
    this.commit({ points: [], polygons: [[closeRing(points)]] })
    this.panel.node.querySelector('h2').focus()
  }

  #renderShape() {
    this.#pen.stop()
    this.#handles ??= this.#makeHandles()
    this.#handles.show(this.state.polygons)
    this.preview(this.state.polygons)
    this.#saving.renderForm()
    this.panel.bar(...this.#buttons())
  }

  #makeHandles() {
    const { gettext, interpolate } = this.world.i18n
    const labels = {
      corner: (number, count) => interpolate(gettext('Corner %(number)s of %(count)s'), { number, count }, true),
      midpoint: (number) => interpolate(gettext('New corner after corner %(number)s'), { number }, true),
    }
    return new Handles(this.world.map, {
      labels, onMove: this.#move, onDrop: this.#drop, onInsert: this.#insert, onRemove: this.#remove,
    })
  }

  #dropHandles() {
    this.#handles?.remove()
    this.#handles = null
  }

  #buttons() {
    const { gettext } = this.world.i18n
    const { canUndo, canRedo } = this.history
    return [
      button(gettext('Save'), () => this.#saving.save(), { id: 'editor-save', kind: 'main' }),
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

  /** Show a shape with its area and what it overlaps; a crossing border is red. */
  preview(polygons, marks = []) {
    const isCrossing = polygonCrossings(polygons).length > 0
    const overlaps = isCrossing ? [] : this.#overlaps(polygons)
    this.sketch.show({
      areas: [...polygons.map((rings) => ({ rings, className: isCrossing ? 'editor-shape editor-refused' : 'editor-shape' })),
        ...overlaps.map((rings) => ({ rings, className: 'editor-overlap' }))],
      labels: overlaps.map((rings) => ({ at: labelPoint(rings), lines: [rai(polygonArea(rings)).text], className: 'editor-label-red' })),
      marks,
    })
    this.panel.area(multiPolygonArea(polygons), this.#deedWords(polygons), this.#overlapWords(overlaps))
  }

  #overlaps(polygons) {
    return this.neighbours.flatMap((neighbour) => overlapFaces(polygons, neighbour.polygons))
  }

  #overlapWords(overlaps) {
    const { gettext, interpolate } = this.world.i18n
    const area = areaWords(multiPolygonArea(overlaps))
    return overlaps.length ? interpolate(gettext('Overlaps its neighbours by %(area)s'), { area }, true) : ''
  }

  #deedWords(polygons) {
    const { gettext, interpolate } = this.world.i18n
    const deed = this.base?.properties.area_deed_m2
    if (!deed) return ''
    const difference = multiPolygonArea(polygons) - deed
    const holes = { deed: this.base.properties.area_deed.text, sign: difference < 0 ? '−' : '+', difference: areaWords(Math.abs(difference)) }
    return interpolate(gettext('Deed %(deed)s, difference %(sign)s%(difference)s'), holes, true)
  }

  #move = (place, position, reach) => {
    const { point } = this.snapper.snap(position, reach)
    this.preview(moveCorner(this.state.polygons, place, point))
    return point
  }

  #drop = (place, node) => this.#accept(moveCorner(this.state.polygons, place, node))

  #insert = (place, position, reach) => {
    const { point } = this.snapper.snap(position, reach)
    this.#accept(insertCorner(this.state.polygons, place, point))
  }

  #remove = (place) => {
    const fewer = removeCorner(this.state.polygons, place)
    if (fewer) this.#accept(fewer)
    else this.#refuse('too_few')
  }

  #accept(polygons) {
    if (polygonCrossings(polygons).length) this.#refuse('invalid')
    else this.commit({ polygons })
  }

  #refuse(code) {
    const words = refusalWords(this.world.i18n, code)
    this.render()
    this.panel.say(words)
    this.say(words)
  }

  /** Leave the map to a question; `render` takes it back. */
  pause() {
    this.#pen.stop()
    this.#dropHandles()
  }

  stop() {
    this.pause()
    super.stop()
  }
}
