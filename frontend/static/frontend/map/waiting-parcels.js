// waiting-parcels.js: new parcels that only this device has: dashed, and said to wait, until the server has them.

import { Outbox } from '../offline/outbox.js'
import { gettext } from '../ui/i18n.js'
import { L } from './leaflet.js'
import { token } from './styles.js'

const ITEMS = '/api/collections/parcels/items'
const CASING = { weight: 7, opacity: 0.9, fill: false }
const DASHED = { weight: 2.6, dashArray: '7 6', fillOpacity: 0.12, className: 'waiting-parcel' }

/** `events` dispatches 'pick' {uid}, and 'sent' {} when one of them has left the outbox. */
export class WaitingParcels {
  events = new EventTarget()
  /** While a tool runs, a click belongs to the tool. */
  isDeaf = false
  #outbox
  #group = L.layerGroup()
  #shown = new Set()

  constructor(map, username) {
    this.#group.addTo(map)
    if (!globalThis.indexedDB) return
    this.#outbox = new Outbox(username)
    this.#outbox.events.addEventListener('change', () => this.#load())
    this.#load()
  }

  async #load() {
    const items = (await this.#outbox.unsentIfKept()).filter(isNewParcel)
    this.#group.clearLayers()
    for (const item of items) this.#draw(item)
    const now = new Set(items.map(({ body }) => body.id))
    const hasGone = [...this.#shown].some((uid) => !now.has(uid))
    this.#shown = now
    if (hasGone) this.#tell('sent')
  }

  #draw({ body, state }) {
    const isBad = ['conflict', 'refused'].includes(state)
    const color = token(isBad ? 'color-bad' : 'map-selection')
    const below = L.geoJSON(body, { pane: 'parcels', interactive: false, style: { ...CASING, color: token('map-casing') } })
    const line = L.geoJSON(body, { pane: 'parcels', style: { ...DASHED, color, fillColor: color }, bubblingMouseEvents: true })
    line.on('click', (event) => this.#pick(event, body.id))
    line.bindTooltip(isBad ? gettext('not taken: see the outbox') : gettext('waiting to be sent'), { permanent: true, direction: 'center', className: 'waiting-label' })
    for (const layer of [below, line]) this.#group.addLayer(layer)
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

function isNewParcel({ method, path, body }) {
  return method === 'POST' && path === ITEMS && Boolean(body.geometry)
}
