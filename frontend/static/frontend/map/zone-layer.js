// zone-layer.js: zones on the map, where the colour of the map is the zone.

import { L } from './leaflet.js'
import { zoneStyle } from './styles.js'

export class ZoneLayer {
  #group = L.layerGroup()
  #renderer = L.canvas({ pane: 'zones', padding: 0.3 })
  #shown = new Map()

  constructor(map) {
    this.#group.addTo(map)
  }

  /** Show the zones of these parcels, and return the uids of the parcels that have any. */
  show(zones, parcelUids) {
    const wanted = new Map(zones.filter((zone) => parcelUids.has(zone.properties.parcel)).map((zone) => [zone.id, zone]))
    for (const [uid, { layer, version }] of this.#shown) {
      if (wanted.get(uid)?.properties.version === version) continue
      layer.remove()
      this.#shown.delete(uid)
    }
    for (const [uid, zone] of wanted) if (!this.#shown.has(uid)) this.#add(uid, zone)
    return new Set([...wanted.values()].map((zone) => zone.properties.parcel))
  }

  #add(uid, zone) {
    const options = { pane: 'zones', renderer: this.#renderer, interactive: false }
    const layer = L.geoJSON(zone, { ...options, style: zoneStyle(zone.properties.zone_group) })
    this.#shown.set(uid, { layer, version: zone.properties.version })
    this.#group.addLayer(layer)
  }
}
