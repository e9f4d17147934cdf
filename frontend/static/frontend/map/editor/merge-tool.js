// merge-tool.js: make one parcel of two that share a border. The reader chooses the neighbour, and which of the two stays.

import { multiPolygonArea, polygonsOf } from '../../geometry/area.js'
import { labelPoint } from '../../geometry/polygonize.js'
import { nodeKey } from '../../geometry/round.js'
import { rai } from '../../geometry/units.js'
import { element } from '../../ui/dom.js'
import { button } from './controls.js'
import { failureNodes } from './findings.js'
import { newUid } from './identity.js'
import { fitShape } from './map-fit.js'
import { effects, Operation } from './operation.js'
import { Session } from './session.js'

const ROOM_DEG = 1e-6
const MOST = 60

/** A draft for merging a drawn parcel (a GeoJSON feature of the API) with a neighbour. */
export function mergeDraft(parcel) {
  return { id: newUid(), tool: 'merge', title: parcel.properties.code, base: parcel, state: { points: [], other: null, stays: parcel.id, found: null } }
}

export class MergeTool extends Session {
  #operation = new Operation(this)
  /** What is asked about: {other, stays}. */
  #wish = null
  /** Parcels that share at least one edge; null until they are loaded. */
  #beside = null

  constructor(world, draft) {
    super(world, draft, draft.title)
    this.render()
    fitShape(world.map, polygonsOf(this.base.geometry), this.panel.node)
    this.#load()
  }

  get ownUid() { return this.base.id }

  hasWork() { return this.state.found !== null }

  async #load() {
    const nodes = polygonsOf(this.base.geometry).flat(2)
    const [lons, lats] = [nodes.map(([lon]) => lon), nodes.map(([, lat]) => lat)]
    const bbox = [Math.min(...lons) - ROOM_DEG, Math.min(...lats) - ROOM_DEG, Math.max(...lons) + ROOM_DEG, Math.max(...lats) + ROOM_DEG].join(',')
    try {
      const { features } = await this.world.api.items('parcels', { bbox, limit: MOST })
      const own = new Set(nodes.map(nodeKey))
      this.#beside = features.filter(({ id, geometry }) => id !== this.ownUid && sharedNodes(geometry, own) > 1)
      this.render()
    } catch (error) {
      this.panel.say(failureNodes(this.world, error))
    }
  }

  render() {
    const { gettext, interpolate } = this.world.i18n
    const note = this.state.found ? gettext('This is how it would be. Nothing is saved yet.') : gettext('Choose the neighbour that the parcel is joined with.')
    this.panel.head(interpolate(gettext('Merge parcel %(name)s'), { name: this.draft.title }, true), note)
    if (this.state.found) this.#renderFound()
    else this.#renderChoice()
  }

  #renderChoice() {
    const { gettext } = this.world.i18n
    const beside = this.#beside ?? []
    this.panel.area(multiPolygonArea(polygonsOf(this.base.geometry)))
    this.sketch.show({
      areas: [...polygonsOf(this.base.geometry).map((rings) => ({ rings, className: 'editor-shape' })), ...beside.flatMap(({ geometry }) => polygonsOf(geometry).map((rings) => ({ rings, className: 'editor-closing' })))],
    })
    const none = this.#beside && !beside.length && element('p', { class: 'editor-note' }, gettext('No parcel of your area has a border in common with this one.'))
    const list = beside.length > 0 && element('ol', { class: 'editor-choices', 'aria-label': gettext('Neighbours') }, ...beside.map((one) => element('li', {}, this.#choice(one))))
    this.panel.body(list, none)
    this.panel.bar(this.#cancel())
  }

  #choice({ id, properties }) {
    const words = [properties.code, properties.name].filter(Boolean).join(' · ')
    const choose = () => {
      this.#wish = { other: id, stays: this.ownUid }
      this.ask()
    }
    const inside = element('span', { class: 'editor-choice' }, element('span', {}, words), element('span', { class: 'editor-piece-area' }, properties.area?.text ?? ''))
    return button(inside, choose, { id: `editor-with-${id}` })
  }

  async ask() {
    const { other, stays } = this.#wish ?? this.state
    const gone = stays === this.ownUid ? other : this.ownUid
    const found = await this.#operation.preview('merge', { parcels: [stays, gone] })
    if (!found) return this.render() // what is chosen is what is shown
    this.#wish = null
    this.commit({ other, stays, found })
  }

  #renderFound() {
    const { gettext } = this.world.i18n
    const { found, stays } = this.state
    const polygons = polygonsOf(found.changes.find(({ id }) => id === stays).geometry)
    this.panel.area(multiPolygonArea(polygons))
    this.sketch.show({
      areas: polygons.map((rings) => ({ rings, className: 'editor-shape' })),
      labels: [{ at: labelPoint(polygons[0]), lines: [rai(multiPolygonArea(polygons)).text] }],
    })
    this.panel.body(this.#whoStays(), effects(this.world.i18n, found, stays))
    this.panel.bar(
      button(gettext('Save as one parcel'), () => this.#operation.save(found.changes, stays), { id: 'editor-save', kind: 'main' }),
      button(gettext('Choose another'), () => this.commit({ other: null, found: null }), { id: 'editor-redraw' }),
      this.#cancel(),
    )
  }

  /** Which code stays; the other parcel is withdrawn and its zones go over. */
  #whoStays() {
    const { gettext } = this.world.i18n
    const { other, stays } = this.state
    const row = (uid, code) => element(
      'label', { class: 'editor-stays' },
      element('input', { type: 'radio', name: 'editor-stays', id: `editor-stays-${uid}`, checked: uid === stays, on: { change: () => this.#keep(uid) } }),
      element('span', {}, code),
    )
    const theirs = this.#beside?.find(({ id }) => id === other)?.properties.code ?? gettext('the neighbour')
    return element(
      'fieldset', { class: 'editor-fieldset' },
      element('legend', {}, gettext('Which parcel stays? The other is withdrawn.')),
      row(this.ownUid, this.draft.title), row(other, theirs),
    )
  }

  #keep(uid) {
    this.#wish = { other: this.state.other, stays: uid }
    this.ask()
  }

  #cancel() {
    return button(this.world.i18n.gettext('Cancel'), () => this.world.onEnd(), { id: 'editor-cancel', kind: 'quiet' })
  }
}

function sharedNodes(geometry, own) {
  return new Set(polygonsOf(geometry).flat(2).map(nodeKey).filter((key) => own.has(key))).size
}
