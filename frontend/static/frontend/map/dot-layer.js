// dot-layer.js: while parcels are smaller than a finger, each is a dot in the colour of its state.

import { L } from './leaflet.js'
import { labelPlace } from './shapes.js'
import { stateStyle, token } from './styles.js'

/** Below this zoom most parcels are a few pixels wide. */
const UNTIL = 15

/** `events` dispatches 'pick' {uid}. */
export class DotLayer {
  events = new EventTarget()
  #map
  #states
  #group = L.layerGroup()
  #renderer = L.canvas({ pane: 'marks', padding: 0.1, tolerance: 8 })

  constructor(map, states) {
    this.#map = map
    this.#states = states
    this.#group.addTo(map)
  }

  /** Dots for these features, or none where their shapes can be seen. */
  show(features) {
    this.#group.clearLayers()
    if (this.#map.getZoom() >= UNTIL) return
    for (const feature of features) this.#group.addLayer(this.#dot(feature))
  }

  #dot({ id, geometry, properties }) {
    const { at: [lon, lat] } = labelPlace(geometry)
    const { color } = stateStyle(this.#states.groupOf(properties.state))
    const look = { pane: 'marks', renderer: this.#renderer, radius: 5, weight: 1.5, color: token('map-casing'), fillColor: color, fillOpacity: 1 }
    const dot = L.circleMarker([lat, lon], look)
    return dot.on('click', () => this.events.dispatchEvent(new CustomEvent('pick', { detail: { uid: id } })))
  }
}
