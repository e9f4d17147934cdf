// waiting-parcels.js: parcels with a shape that only this device has, new ones and changed ones: dashed, and said to
// wait, until the server has them. Whoever draws beside them meets their corners.

import { Outbox } from '../offline/outbox.js'
import { waitingShapes, withShapes } from '../offline/shapes.js'
import { gettext } from '../ui/i18n.js'
import { L } from './leaflet.js'
import { token } from './styles.js'

const CASING = { weight: 7, opacity: 0.9, fill: false }
const DASHED = { weight: 2.6, dashArray: '7 6', fillOpacity: 0.12, className: 'waiting-parcel' }

/** `events` dispatches 'pick' {uid}, 'change' when others wait, and 'sent' {} when one of them has left the outbox. */
export class WaitingParcels {
  events = new EventTarget()
  /** While a tool runs, a click belongs to the tool. */
  isDeaf = false
  #outbox
  #group = L.layerGroup()
  #shapes = new Map()
  #drawn = new Map()
  #known = { features: null, all: [] }

  constructor(map, username) {
    this.#group.addTo(map)
    if (!globalThis.indexedDB) return
    this.#outbox = new Outbox(username)
    this.#outbox.events.addEventListener('change', () => this.#load())
    this.#load()
  }

  /** The uids of parcels of the server whose shape is another here. */
  get changed() {
    return new Set([...this.#shapes.values()].filter(({ isNew }) => !isNew).map(({ id }) => id))
  }

  /** Features of the server as they will be; the same list as long as nothing is another. */
  onto(features) {
    if (this.#known.features !== features) this.#known = { features, all: withShapes(features, this.#shapes).filter(({ geometry }) => geometry) }
    return this.#known.all
  }

  async #load() {
    const shapes = waitingShapes(await this.#outbox.unsentIfKept())
    const hasGone = [...this.#shapes.keys()].some((uid) => !shapes.has(uid))
    this.#shapes = shapes
    this.#known = { features: null, all: [] }
    this.#show()
    this.#tell('change')
    if (hasGone) this.#tell('sent')
  }

  /** Drawn anew is only what is another: words that go and come again with every try to send would read as news. */
  #show() {
    const looks = new Map([...this.#shapes].filter(([, { geometry }]) => geometry).map(([uid, shape]) => [uid, JSON.stringify(shape)]))
    for (const [uid, { look, layer }] of this.#drawn) {
      if (looks.get(uid) === look) continue
      this.#group.removeLayer(layer)
      this.#drawn.delete(uid)
    }
    for (const [uid, look] of looks) {
      if (!this.#drawn.has(uid)) this.#drawn.set(uid, { look, layer: this.#draw(this.#shapes.get(uid)).addTo(this.#group) })
    }
  }

  #draw({ id, geometry, isOwn, isBad }) {
    const color = token(isBad ? 'color-bad' : 'map-selection')
    const below = L.geoJSON(geometry, { pane: 'parcels', interactive: false, style: { ...CASING, color: token('map-casing') } })
    const line = L.geoJSON(geometry, { pane: 'parcels', style: { ...DASHED, color, fillColor: color }, bubblingMouseEvents: true })
    line.on('click', (event) => this.#pick(event, id))
    if (isOwn) line.bindTooltip(isBad ? gettext('not taken: see the outbox') : gettext('waiting to be sent'), { permanent: true, direction: 'center', className: 'waiting-label' })
    return L.layerGroup([below, line])
  }

  /** What lies under it in the tiles does not hear of the click. */
  #pick(event, uid) {
    if (this.isDeaf) return
    L.DomEvent.stop(event)
    this.#tell('pick', { uid })
  }

  #tell(name, detail = {}) {
    this.events.dispatchEvent(new CustomEvent(name, { detail }))
  }
}
