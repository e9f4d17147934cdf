// split-tool.js: cut a parcel by a drawn line. The pen shows the pieces at once; the server computes what is saved.

import { multiPolygonArea, polygonArea, polygonsOf } from '../../geometry/area.js'
import { labelPoint } from '../../geometry/polygonize.js'
import { roundPolygon } from '../../geometry/round.js'
import { GeometryRefusal, split } from '../../geometry/split.js'
import { rai } from '../../geometry/units.js'
import { element } from '../../ui/dom.js'
import { button } from './controls.js'
import { newUid } from './identity.js'
import { fitShape } from './map-fit.js'
import { effects, Operation } from './operation.js'
import { PenLine } from './pen-line.js'
import { Session } from './session.js'

/** A draft for cutting a drawn parcel (a GeoJSON feature of the API). */
export function splitDraft(parcel) {
  return { id: newUid(), tool: 'split', title: parcel.properties.code, base: parcel, state: { points: [], line: null, found: null } }
}

export class SplitTool extends Session {
  #pen = new PenLine(this, { isArea: false, onFinish: (points) => this.#finish(points), onAim: (node) => this.#aimed(node) })
  #operation = new Operation(this)

  constructor(world, draft) {
    super(world, draft, draft.title)
    this.render()
    fitShape(world.map, this.#whole, this.panel.node)
  }

  get ownUid() { return this.base.id }

  get #whole() { return polygonsOf(this.base.geometry).map(roundPolygon) }

  ownTargets() { return [{ name: this.draft.title, polygons: this.#whole, inside: true }] }

  hasWork() { return this.state.points.length > 0 || this.state.found !== null }

  render() {
    const { gettext, interpolate } = this.world.i18n
    const note = this.state.found ? gettext('This is how it would be. Nothing is saved yet.') : gettext('Draw a line across the parcel, from outside to outside, then finish.')
    this.panel.head(interpolate(gettext('Split parcel %(name)s'), { name: this.draft.title }, true), note)
    this.panel.area(multiPolygonArea(this.#whole))
    if (this.state.found) this.#renderFound()
    else this.#renderPen()
  }

  #renderPen() {
    this.#pen.start()
    this.#draw(this.#whole)
    this.panel.body()
    this.panel.bar(...this.#pen.buttons())
  }

  #draw(polygons, labels = []) {
    this.sketch.show({
      areas: polygons.map((rings) => ({ rings, className: 'editor-shape' })),
      lines: [{ points: this.state.points, className: 'editor-line' }],
      labels,
    })
  }

  #renderFound() {
    this.#pen.stop()
    const pieces = this.#pieces()
    this.#draw(pieces.map(({ rings }) => rings), pieces.map(({ rings, m2 }, n) => ({ at: labelPoint(rings), lines: [String(n + 1), rai(m2).text] })))
    this.panel.body(this.#list(pieces), effects(this.world.i18n, this.state.found, this.ownUid))
    const { gettext } = this.world.i18n
    this.panel.bar(
      button(gettext('Save the pieces'), () => this.#operation.save(this.state.found.changes, this.ownUid), { id: 'editor-save', kind: 'main' }),
      button(gettext('Draw again'), () => this.commit({ points: [], line: null, found: null }), { id: 'editor-redraw' }),
      button(gettext('Cancel'), () => this.world.onEnd(), { id: 'editor-cancel', kind: 'quiet' }),
    )
  }

  /** The pieces as the server cut them, the one that stays the parcel first. */
  #pieces() {
    const { changes, areas_m2: areas } = this.state.found
    return changes.flatMap(({ collection, action, id, geometry }, n) => {
      const isPiece = collection === 'parcels' && (action === 'create' || id === this.ownUid)
      return isPiece ? [{ rings: geometry.coordinates, m2: areas[n], isNew: action === 'create' }] : []
    })
  }

  #list(pieces) {
    const { gettext } = this.world.i18n
    const row = ({ m2, isNew }, n) => element(
      'li', { class: 'editor-piece' },
      element('b', { class: 'editor-number' }, n + 1),
      element('span', { class: 'editor-piece-words' }, isNew ? gettext('new parcel') : this.draft.title),
      element('span', { class: 'editor-piece-area' }, rai(m2).text),
    )
    return element('ol', { class: 'editor-pieces', 'aria-label': gettext('Pieces') }, ...pieces.map(row))
  }

  #aimed(node) {
    if (this.state.points.length) this.panel.area(multiPolygonArea(this.#whole), this.#cutWords([...this.state.points, node]))
  }

  #cutWords(line) {
    const { gettext, interpolate } = this.world.i18n
    const pieces = this.#tryCut(line).pieces ?? []
    const areas = pieces.map((piece) => rai(polygonArea(piece)).text).join(' · ')
    return areas && interpolate(gettext('Parts: %(areas)s'), { areas }, true)
  }

  #tryCut(line) {
    try {
      return { pieces: split(this.#whole, line).pieces }
    } catch (refusal) {
      if (!(refusal instanceof GeometryRefusal)) throw refusal
      return { refusal }
    }
  }

  #finish(points) {
    const { refusal } = this.#tryCut(points)
    if (refusal) return this.#pen.refuse(refusal.code, [], refusal)
    this.amend({ line: points })
    return this.ask()
  }

  async ask() {
    const { line } = this.state
    const found = await this.#operation.preview('split', { parcel: this.ownUid, line: { type: 'LineString', coordinates: line } })
    if (found) this.commit({ points: [], line, found })
  }

  stop() {
    this.#pen.stop()
    super.stop()
  }
}
