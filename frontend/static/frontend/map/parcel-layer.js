// parcel-layer.js: the parcels on the map. Their fill tells the state, or it is left white for zones.

import { L } from './leaflet.js'
import { stateStyle, token } from './styles.js'

/** `events` dispatches 'pick' {uid} and 'hover' {uid|null}. */
export class ParcelLayer {
  events = new EventTarget()
  #map
  #states
  #group = L.layerGroup()
  #renderer = L.canvas({ pane: 'parcels', padding: 0.3, tolerance: 3 })
  #lit = L.layerGroup()
  #shown = new Map()
  #emptied = new Set()
  #isDeaf = false

  constructor(map, states) {
    this.#map = map
    this.#states = states
    this.#group.addTo(map)
    this.#lit.addTo(map)
  }

  /** GeoJSON features as they were loaded. */
  get features() {
    return [...this.#shown.values()].map(({ feature }) => feature)
  }

  /** Show these and no others; what is unchanged stays as it is. */
  show(features) {
    const wanted = new Map(features.filter(({ geometry }) => geometry).map((feature) => [feature.id, feature]))
    for (const [uid, { layer, feature }] of this.#shown) {
      if (wanted.get(uid)?.properties.version === feature.properties.version) continue
      layer.remove()
      this.#shown.delete(uid)
    }
    for (const [uid, feature] of wanted) if (!this.#shown.has(uid)) this.#add(uid, feature)
  }

  /** While a tool runs, a click belongs to the tool. */
  set isDeaf(is) {
    this.#isDeaf = is
    if (is) this.light(null)
  }

  /** These parcels leave their fill to their zones. */
  empty(uids) {
    const changed = [...this.#shown.keys()].filter((uid) => uids.has(uid) !== this.#emptied.has(uid))
    this.#emptied = uids
    for (const uid of changed) this.#shown.get(uid).layer.setStyle(this.#styleOf(uid))
  }

  /** Light one parcel up, or none. */
  light(uid) {
    this.#lit.clearLayers()
    const found = uid && this.#shown.get(uid)
    if (!found) return
    const look = { pane: 'marks', interactive: false, fill: false, color: token('map-selection'), weight: 2.4 }
    L.geoJSON(found.feature, look).addTo(this.#lit)
  }

  #add(uid, feature) {
    const options = { pane: 'parcels', renderer: this.#renderer, bubblingMouseEvents: true }
    const layer = L.geoJSON(feature, { ...options, style: stateStyle(this.#groupOf(feature), this.#emptied.has(uid)) })
    layer.on('click', () => this.#tell('pick', uid))
    layer.on('mouseover', () => this.#tell('hover', uid))
    layer.on('mouseout', () => this.#tell('hover', null))
    this.#shown.set(uid, { feature, layer })
    this.#group.addLayer(layer)
  }

  #styleOf(uid) {
    return stateStyle(this.#groupOf(this.#shown.get(uid).feature), this.#emptied.has(uid))
  }

  #groupOf(feature) {
    return this.#states.groupOf(feature.properties.state)
  }

  #tell(name, uid) {
    if (!this.#isDeaf) this.events.dispatchEvent(new CustomEvent(name, { detail: { uid } }))
  }
}
