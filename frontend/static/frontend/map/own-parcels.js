// own-parcels.js: the parcels of a household on the map. They are few, and tiles are of a whole area: they come as
// features. It has the door of ParcelTiles.

import { shownZones } from '../ui/stages.js'
import { L } from './leaflet.js'
import { lacksOf } from './looking/looks.js'
import { labelPlace } from './shapes.js'
import { token, zoneStyle } from './styles.js'

/** More land than any household has in the programme. */
const LIMIT = 1000

/** `events` dispatches 'pick' {uid}, 'hover' {uid|null}, 'change', 'fail' {problem} and 'whole' as ParcelTiles does. */
export class OwnParcels {
  events = new EventTarget()
  isOwn = true
  /** Nothing is counted: each is drawn at any zoom. */
  clusters = []
  isWhole = false
  #map
  #api
  #look = null
  #drawn = L.layerGroup()
  #lit = L.layerGroup()
  #parcels = []
  #zones = []
  #places = []
  #isDeaf = false
  #abort = new AbortController()
  #question = null
  #hidden = new Set()

  constructor(map, api) {
    this.#map = map
    this.#api = api
    this.#drawn.addTo(map)
    this.#lit.addTo(map)
  }

  get places() {
    return this.#places
  }

  set isDeaf(is) {
    this.#isDeaf = is
    if (is) this.light(null)
  }

  set look(look) {
    this.#look = look
    this.#draw()
  }

  /** Parcels that are drawn by somebody else: uids. */
  set hidden(uids) {
    this.#hidden = uids
    if (this.#look) this.#draw()
  }

  ask(filter, hasZones) {
    const question = JSON.stringify([filter, hasZones])
    if (question === this.#question) return
    this.#question = question
    this.#load(filter, hasZones)
  }

  reload() {
    const [filter, hasZones] = JSON.parse(this.#question ?? '[{}, false]')
    return this.#load(filter, hasZones)
  }

  light(uid) {
    this.#lit.clearLayers()
    const found = this.#parcels.find(({ id }) => id === uid)
    if (found) this.#lit.addLayer(L.geoJSON(found, { pane: 'marks', interactive: false, style: { color: token('map-selection'), weight: 2.4, fill: false } }))
  }

  async #load(filter, hasZones) {
    this.#abort.abort()
    this.#abort = new AbortController()
    const { signal } = this.#abort
    this.isWhole = false
    try {
      const ask = (collection, params) => this.#api.items(collection, { ...params, limit: LIMIT }, { signal })
      const [parcels, zones] = await Promise.all([ask('parcels', filter), ask('zones', {})])
      this.#show(parcels.features.filter(({ geometry }) => geometry), zones.features, hasZones)
    } catch (problem) {
      if (problem.name === 'AbortError') return
      this.#question = null
      this.#tell('fail', { problem })
    }
    this.isWhole = true
    this.#tell('whole')
  }

  #show(parcels, zones, hasZones) {
    const zoned = new Set(zones.map(({ properties }) => properties.parcel))
    for (const { id, properties } of parcels) properties.lacks = lacksOf(properties, zoned.has(id))
    this.#parcels = parcels
    this.#zones = hasZones ? shownZones(zones) : []
    this.#places = parcels.map(({ id, geometry, properties }) => ({ uid: id, code: properties.code, m2: Number(properties.area_calc_m2), ...labelPlace(geometry) }))
    this.#draw()
    this.#tell('change')
  }

  #draw() {
    const emptied = new Set(this.#zones.map(({ properties }) => properties.parcel))
    this.#drawn.clearLayers()
    for (const parcel of this.#parcels.filter(({ id }) => !this.#hidden.has(id))) this.#drawn.addLayer(this.#layerOf(parcel, emptied.has(parcel.id)))
    for (const zone of this.#zones.filter(({ properties }) => !this.#hidden.has(properties.parcel))) this.#drawn.addLayer(L.geoJSON(zone, { interactive: false, style: { ...zoneStyle(zone.properties.zone_group), fillOpacity: this.#look.fill / 100 } }))
  }

  #layerOf(parcel, isEmptied) {
    const style = this.#look.style(this.#look.keyOf(parcel.properties), isEmptied)
    const layer = L.geoJSON(parcel, { style })
    layer.on('click', () => this.#isDeaf || this.#tell('pick', { uid: parcel.id }))
    layer.on('mouseover', () => this.#hover(parcel.id))
    layer.on('mouseout', () => this.#hover(null))
    return layer
  }

  #hover(uid) {
    if (this.#isDeaf) return
    this.#map.getContainer().classList.toggle('is-over-parcel', uid !== null)
    this.light(uid)
    this.#tell('hover', { uid })
  }

  #tell(name, detail) {
    this.events.dispatchEvent(new CustomEvent(name, { detail }))
  }
}
