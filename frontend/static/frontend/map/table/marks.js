// marks.js: the chosen parcels on the map: ink on a white casing, as the selected one has it.

import { L } from '../leaflet.js'
import { token } from '../styles.js'

export class ChosenMarks {
  #group = L.layerGroup()

  constructor(map) {
    this.#group.addTo(map)
  }

  /** GeoJSON features of the API. */
  show(features) {
    this.#group.clearLayers()
    const drawn = features.filter(({ geometry }) => geometry)
    if (!drawn.length) return
    const look = { pane: 'marks', interactive: false }
    const fill = { fill: true, fillColor: token('color-focus'), fillOpacity: 0.18 }
    this.#group.addLayer(L.geoJSON(drawn, { ...look, style: { color: token('map-casing'), weight: 6, fill: false } }))
    this.#group.addLayer(L.geoJSON(drawn, { ...look, style: { color: token('color-focus'), weight: 2.6, className: 'chosen-mark', ...fill } }))
  }

  remove() {
    this.#group.remove()
  }
}
