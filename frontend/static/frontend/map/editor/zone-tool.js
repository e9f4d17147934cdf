// zone-tool.js: zones of one parcel, made by cutting it with lines, by drawing on free land, or by laying a standard design.

import { multiPolygonArea, polygonArea, polygonsOf } from '../../geometry/area.js'
import { labelPoint } from '../../geometry/polygonize.js'
import { participatingArea, zoneShares } from '../../geometry/share.js'
import { GeometryRefusal } from '../../geometry/split.js'
import { rai } from '../../geometry/units.js'
import { BUILT, ofStage, PLANNED } from '../../ui/stages.js'
import { button } from './controls.js'
import { TYPES } from './design-plans.js'
import { newUid } from './identity.js'
import { fitShape, hasRoomFor } from './map-fit.js'
import { PenLine } from './pen-line.js'
import { Session } from './session.js'
import { shareNodes } from './share-bar.js'
import { ZoneCut } from './zone-cut.js'
import { ZoneDesign } from './zone-design.js'
import { groupOf, zoneList } from './zone-list.js'
import { modeSwitch, newType } from './zone-modes.js'
import { addZone, changesOf, cutPiece, firstToCut, freshState } from './zone-pieces.js'
import { ZoneSaving } from './zone-saving.js'
import { waterOf } from './zone-pond.js'
import { PieceServer } from './zone-server.js'

/**
 * A draft for the zones of a parcel: those as planned, or those as built. The first ones as built begin as they were
 * planned: most of a plot is dug where it was meant to be.
 */
export function zoneDraft(parcel, zones, stage) {
  const mine = ofStage(zones, stage)
  const begun = stage === BUILT && !mine.length ? copyOf(ofStage(zones, PLANNED)) : mine
  const state = { ...freshState(parcel, begun), type: 'khok' }
  return { id: newUid(), tool: 'zone', title: parcel.properties.code, base: { parcel, zones: mine, stage }, state }
}

function copyOf(zones) {
  return zones.map((zone) => ({ ...zone, id: newUid() }))
}

export class ZoneTool extends Session {
  #pen
  #saving
  #server = new PieceServer(this)
  #cut = new ZoneCut(this, this.#server)
  #design = new ZoneDesign(this, { modes: () => modeSwitch(this), shares: (areas) => zoneShares(areas, this.#participating), nameOf: (part) => this.#typeName(TYPES[part]), save: () => this.#saving.save() })

  constructor(world, draft) {
    super(world, draft, draft.title)
    this.#saving = new ZoneSaving(this, this.#server)
    this.render()
    fitShape(world.map, this.#whole, this.panel.node)
  }

  get ownUid() { return this.base.parcel.id }

  /** Drafts of before there were zones as built say nothing of it. */
  get stage() { return this.base.stage ?? PLANNED }

  get #participating() { return participatingArea(this.base.parcel.properties, multiPolygonArea(this.#whole)) }

  get #whole() { return polygonsOf(this.base.parcel.geometry) }

  hasWork() {
    return this.state.points.length > 0 || this.#isChanged || this.history.canUndo
  }

  get #isChanged() {
    const { deleted, changed, created } = changesOf(this.state.pieces, this.base.zones)
    return deleted.length + changed.length + created.length > 0
  }

  ownTargets() {
    const pieces = this.state.pieces.map(({ polygon }) => ({ name: this.draft.title, polygons: [polygon], inside: true }))
    return [...pieces, { name: this.draft.title, polygons: this.#whole, inside: true }]
  }

  get snapsToParcels() { return false }

  /** Draw everything; `marks` are findings, `border` is a newer shape of the parcel. */
  render({ marks = [], border = [] } = {}) {
    const { gettext, interpolate } = this.world.i18n
    this.forgetTargets()
    this.#layPen()
    const title = this.stage === BUILT ? gettext('Zones of %(name)s as built') : gettext('Zones of %(name)s')
    this.panel.head(interpolate(title, { name: this.draft.title }, true), this.#note())
    this.panel.area(multiPolygonArea(this.#whole))
    if (this.state.mode === 'design') return this.#design.render()
    this.#design.stop()
    this.#drawPieces(marks, border)
    this.#renderBody(this.#shares())
    this.renderBar()
  }

  renderBar() {
    if (this.state.mode === 'design') this.#design.renderBar()
    else this.panel.bar(...this.#buttons())
  }

  #note() {
    const { gettext } = this.world.i18n
    const notes = {
      split: gettext('Draw a line across the part with the violet border, then finish: it falls into two parts.'),
      draw: gettext('Draw the zone on free land; corners and borders are caught.'),
      design: gettext('Choose a plan: it is laid where it fits best. Turn it with the slider, or with the arrow keys on the map.'),
    }
    return notes[this.state.mode]
  }

  #typeName(type) {
    const { i18n, codes } = this.world
    return i18n.pick(codes.zone_type.find(({ code }) => code === type), 'name')
  }

  #layPen() {
    if (this.state.mode === 'design') return this.pause()
    const isArea = this.state.mode === 'draw'
    if (this.#pen?.isArea === isArea) return
    this.pause()
    const line = new PenLine(this, { isArea, onFinish: (points) => this.#finish(points), onAim: (node) => this.#aimed(node) })
    this.#pen = { isArea, line }
    line.start()
  }

  #drawPieces(marks, border = []) {
    const { pieces, points, mode } = this.state
    const closing = mode === 'draw' && points.length > 2 ? [{ rings: [points], className: 'editor-closing' }] : []
    this.sketch.show({
      areas: [...this.#areas(), ...closing, ...border.map((rings) => ({ rings, className: 'editor-theirs' }))],
      lines: [{ points, className: 'editor-line' }],
      labels: pieces.map((piece, i) => this.#labelOf(piece, i + 1)),
      marks,
    })
  }

  /** The pieces, the one to cut last: its border lies over the others'. */
  #areas() {
    const { pieces, active, mode } = this.state
    const isActive = ({ uid }) => mode === 'split' && uid === active
    const drawn = (piece) => ({ rings: piece.polygon, className: this.#look(piece.type, isActive(piece)) })
    return [...pieces.filter((piece) => !isActive(piece)), ...pieces.filter(isActive)].map(drawn)
  }

  #look(type, isActive) {
    return `editor-zone editor-zone-${groupOf(this.world, type)}${isActive ? ' is-active' : ''}`
  }

  #labelOf({ type, polygon }, number) {
    const { i18n, codes } = this.world
    const zone = codes.zone_type.find(({ code }) => code === type)
    const name = zone ? i18n.pick(zone, 'name') : i18n.gettext('Not zoned')
    const share = (polygonArea(polygon) / this.#participating) * 100
    const className = `editor-label-${groupOf(this.world, type)}`
    const lines = zone ? [`${number} ${name}`, `${share.toFixed(1)} %`] : [`${number} ${name}`]
    const words = () => hasRoomFor(this.world.map, polygon, lines) ? lines : [String(number)]
    return { at: labelPoint(polygon), lines: words, className }
  }

  #shares(drawn = []) {
    const zones = this.state.pieces.filter(({ type }) => type)
      .map(({ type, polygon }) => ({ group: groupOf(this.world, type), area_m2: polygonArea(polygon) }))
    return zoneShares([...zones, ...drawn], this.#participating)
  }

  #renderBody(shares) {
    const { mode, pieces, active } = this.state
    const cutting = mode === 'split' ? active : null
    const onActive = (uid) => this.commit({ active: uid })
    const list = zoneList({ world: this.world, pieces, active: cutting, onType: this.#setType, onActive, onPond: this.#setPond })
    this.panel.body(modeSwitch(this), mode === 'draw' && newType(this), list, this.#cut.effects(), shareNodes(this.world, shares))
  }

  #buttons() {
    const { gettext } = this.world.i18n
    const buttons = this.#pen.line.buttons()
    if (this.state.points.length) return buttons
    const [add, cancel] = [buttons.at(0), buttons.at(-1)]
    const isChanged = this.#isChanged
    add.classList.toggle('editor-button-main', !isChanged)
    return [
      button(gettext('Save zones'), () => this.#saving.save(), { id: 'editor-save', kind: 'main', disabled: !isChanged }),
      add,
      button(gettext('Undo'), () => this.undo(), { id: 'editor-undo', disabled: !this.history.canUndo }),
      button(gettext('Redo'), () => this.redo(), { id: 'editor-redo', disabled: !this.history.canRedo }),
      cancel,
    ]
  }

  #setType = (uid, type) => {
    this.commit({ pieces: this.#changed(uid, (piece) => ({ ...piece, type, ...waterOf(piece, groupOf(this.world, type)) })) })
  }

  #setPond = (uid, part) => this.typed(`${uid} ${Object.keys(part).join()}`, { pieces: this.#changed(uid, (piece) => ({ ...piece, ...part })) })

  #changed(uid, change) {
    return this.state.pieces.map((piece) => (piece.uid === uid ? change(piece) : piece))
  }

  setPieces(pieces) {
    this.commit({ pieces, points: [], active: firstToCut(pieces) })
  }

  /** The same pieces under other ids. */
  keepPieces(pieces) {
    this.amend({ pieces, active: firstToCut(pieces) })
  }

  #finish(points) {
    const { mode, pieces, type } = this.state
    try {
      if (mode === 'split') this.#cut.run(points)
      else this.setPieces(addZone(this.base.parcel, pieces, points, type))
    } catch (refusal) {
      if (!(refusal instanceof GeometryRefusal)) throw refusal
      this.#pen.line.refuse(refusal.code, [], refusal)
      if (refusal.at) this.#drawPieces([{ at: refusal.at, text: '!' }])
    }
  }

  /** Areas and shares as they would be if the line ended at the pen. */
  #aimed(node) {
    const { mode, points, type } = this.state
    if (mode === 'draw' && points.length > 1) {
      const drawn = polygonArea([[...points, node]])
      this.panel.area(drawn)
      this.#renderBody(this.#shares([{ group: groupOf(this.world, type), area_m2: drawn }]))
    }
    if (mode === 'split' && points.length) this.panel.area(multiPolygonArea(this.#whole), this.#cutWords([...points, node]))
  }

  #cutWords(line) {
    const { gettext, interpolate } = this.world.i18n
    try {
      const { pieces, cut } = cutPiece(this.state.pieces, this.state.active, line)
      const parts = pieces.filter(({ uid }) => cut.includes(uid))
      return interpolate(gettext('Parts: %(areas)s'), { areas: parts.map(({ polygon }) => rai(polygonArea(polygon)).text).join(' · ') }, true)
    } catch (refusal) {
      if (!(refusal instanceof GeometryRefusal)) throw refusal
      return '' // the line does not cut yet
    }
  }

  pause() {
    this.#pen?.line.stop()
    this.#pen = null
  }

  stop() {
    this.pause()
    this.#design.stop()
    super.stop()
  }
}
