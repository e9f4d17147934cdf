// shape-along.js: neighbours and zones that share a moved corner go along: shown at once, computed and saved by the server.

import { followed, movedAlong, opening, standing } from '../../geometry/moves.js'
import { nodeKey, roundPolygon } from '../../geometry/round.js'
import { polygonsOf } from '../../geometry/area.js'
import { element } from '../../ui/dom.js'
import { ZonesHere } from './along-zones.js'
import { isUnreachable } from './findings.js'
import { effects } from './operation.js'

const PAUSE_MS = 400 // a corner that is nudged by keys is asked about once it stands

/** The company of the corners of one parcel that is edited; `tool` is its ShapeTool. */
export class Along {
  #tool
  #node = element('div', { class: 'editor-along-part' })
  #asked = ''
  #found = null
  #timer = null
  #zones

  constructor(tool) {
    this.#tool = tool
    this.#zones = new ZonesHere(tool.world)
    if (tool.base?.geometry) this.#zones.of([this.#own]) // while there is a network
  }

  get #own() {
    const { id, geometry, properties } = this.#tool.base
    return { id, geometry, tambon: properties.tambon }
  }

  get isOn() { return this.#tool.state.along !== false }

  /** Where corners that the server knows have gone. */
  get moves() {
    const { base, state } = this.#tool
    return base && state.polygons ? standing(state.moves ?? [], this.#before, state.polygons) : []
  }

  get #before() { return polygonsOf(this.#tool.base.geometry).map(roundPolygon) }

  /** The state after corners have moved by `steps` [[from, to]]. */
  after(steps) {
    return this.#tool.base ? { moves: followed(this.#tool.state.moves ?? [], steps) } : {}
  }

  /** Neighbours as they are after the moves, and after further `steps`. */
  neighbours(features, steps = []) {
    const moves = this.isOn && this.#tool.base ? followed(this.moves, steps) : []
    if (!moves.length) return features
    const before = this.#before
    return features.map((one) => ({ ...one, polygons: movedAlong(one.polygons, moves, before), was: one.polygons }))
  }

  /** What a corner begins from that is put into an edge [a, b] of the shape as it is now, and what neighbours have there. */
  opening(edge) {
    const neighbours = this.isOn ? this.neighbours(this.#tool.loaded) : []
    return opening(edge, this.moves, neighbours.map(({ polygons }) => polygons))
  }

  /** Nodes by which a corner is not caught: those that are dragged with it, when the neighbours go along. */
  free(nodes) {
    return new Set(this.isOn && this.#tool.base ? nodes.map(nodeKey) : [])
  }

  /** The part of the panel: whether neighbours go along, and what the server says of it. */
  part() {
    const isShared = this.#tool.base && this.#sharers().length > 0
    if (isShared || this.moves.length) this.#ask()
    this.#node.replaceChildren(...[isShared && this.#toggle(), this.#told()].filter(Boolean))
    return this.#node
  }

  #sharers() {
    const own = new Set(this.#before.flat(2).map(nodeKey))
    return this.#tool.loaded.filter(({ polygons }) => polygons.flat(2).some((node) => own.has(nodeKey(node))))
  }

  #toggle() {
    const { gettext } = this.#tool.world.i18n
    const box = element('input', { type: 'checkbox', id: 'editor-along', checked: this.isOn, 'aria-describedby': 'editor-along-hint' })
    box.addEventListener('change', () => this.#tool.choose({ along: box.checked }))
    return element('div', {},
      element('label', { class: 'editor-check', for: 'editor-along' }, box, gettext('Neighbours move along')),
      element('small', { class: 'editor-hint', id: 'editor-along-hint' }, gettext('A corner that neighbours share moves in their parcels too, so that the border stays shared.')))
  }

  #told() {
    const { i18n } = this.#tool.world
    if (!this.#found || !this.moves.length) return null
    const neighbours = this.#found.changes.filter(({ collection, id }) => collection === 'parcels' && id !== this.#tool.ownUid).length
    const along = neighbours && i18n.interpolate(i18n.ngettext('%(count)s neighbour moves along.', '%(count)s neighbours move along.', neighbours), { count: neighbours }, true)
    return element('div', {}, effects(i18n, this.#found, this.#tool.ownUid, along))
  }

  /** What is not on this device cannot go along: said where a phone shows it, and again when a step has cleared it. */
  warn() {
    const count = this.moves.length && this.#found?.missing
    if (!count) return
    const { ngettext, interpolate } = this.#tool.world.i18n
    const words = ngettext('The zones of %(count)s parcel at this border are not on this device. They stay where they are, and the server may then refuse the shape: save when there is a connection.', 'The zones of %(count)s parcels at this border are not on this device. They stay where they are, and the server may then refuse the shape: save when there is a connection.', count)
    this.#tool.panel.say(interpolate(words, { count }, true), 'warning')
  }

  get #body() {
    const nodes = this.moves.map(([from, to]) => ({ from, to }))
    return { parcel: this.#tool.ownUid, nodes, alone: !this.isOn }
  }

  /** Ask once the corners stand; what cannot be asked now is said when it is saved. */
  #ask() {
    const asked = JSON.stringify(this.#body)
    if (asked === this.#asked) return
    this.#asked = asked
    this.#found = null
    clearTimeout(this.#timer)
    if (this.moves.length) this.#timer = setTimeout(() => this.#look(asked), PAUSE_MS)
  }

  async #look(asked) {
    const found = await this.#effects().catch((problem) => {
      if (problem.status === undefined) throw problem
      return null
    })
    if (!found || asked !== this.#asked) return
    this.#found = found
    this.part()
    this.warn()
  }

  /** What the moves change by the server's word; without a network by what is here. */
  async #effects() {
    try {
      return (await this.#tool.world.api.send('POST', '/api/geometry/move', this.#body)).data
    } catch (problem) {
      if (isUnreachable(problem)) return this.#asShown()
      throw problem
    }
  }

  /** What others change by these moves, with their versions; nothing when the parcel is another by now: saving says so. */
  async changes() {
    if (!this.moves.length) return []
    try {
      const { changes } = await this.#effects()
      const own = changes.find(({ id }) => id === this.#tool.ownUid)
      const isAnother = own && own.version !== this.#tool.base.properties.version
      return isAnother ? [] : changes.filter((one) => one !== own)
    } catch (problem) {
      if (problem.findings?.some(({ code }) => code === 'not_a_node')) return [] // the border is another by now
      throw problem
    }
  }

  /** Without a network: the neighbours that are here, as they are drawn, and the zones in all that moves. */
  async #asShown() {
    const [moves, before] = [this.moves, this.#before]
    const changed = (collection, { id, version }, polygons) => {
      const coordinates = movedAlong(polygons, moves, before)
      const geometry = coordinates.length === 1 ? { type: 'Polygon', coordinates: coordinates[0] } : { type: 'MultiPolygon', coordinates }
      return coordinates === polygons ? [] : [{ action: 'update', collection, id, version, geometry }]
    }
    const parcels = this.isOn ? this.#tool.loaded.flatMap((one) => changed('parcels', one, one.polygons)) : []
    const along = this.#tool.loaded.filter(({ id }) => parcels.some((one) => one.id === id))
    const { zones, missing } = await this.#zones.of([this.#own, ...along])
    const ofZones = zones.flatMap(({ id, geometry, properties }) => changed('zones', { id, version: properties.version }, polygonsOf(geometry)))
    return { changes: [...parcels, ...ofZones], outside: 0, missing }
  }

  stop() {
    clearTimeout(this.#timer)
  }
}
