// backdrop.js: files of the reader as layers under the tools and over the parcels, kept until the page is left.

import { L } from '../../leaflet.js'
import { token } from '../../styles.js'

const PANE = 'files'
const DEPTH = 435

/** `layers`: [{name, features, isOn}]. */
export class Backdrop {
  layers = []
  #map
  #renderer

  constructor(map) {
    this.#map = map
    map.createPane(PANE).style.zIndex = DEPTH
    map.getPane(PANE).style.pointerEvents = 'none'
    this.#renderer = L.svg({ pane: PANE, padding: 0.3 })
  }

  add({ name, features }) {
    const color = token('color-mine')
    const look = { pane: PANE, renderer: this.#renderer, interactive: false }
    const style = { color, weight: 2.6, dashArray: '7 4', fillColor: color, fillOpacity: 0.08 }
    const pointToLayer = (_, at) => L.circleMarker(at, { ...look, ...style, dashArray: null, radius: 5, fillOpacity: 0.9 })
    const geo = { type: 'FeatureCollection', features: features.map(({ geometry }) => ({ type: 'Feature', geometry, properties: {} })) }
    const layer = { name, features, isOn: true, drawn: L.geoJSON(geo, { ...look, style, pointToLayer }).addTo(this.#map) }
    this.layers = [...this.layers, layer]
    this.goTo(layer)
  }

  turn(layer, isOn) {
    layer.isOn = isOn
    if (isOn) layer.drawn.addTo(this.#map)
    else layer.drawn.remove()
  }

  remove(layer) {
    layer.drawn.remove()
    this.layers = this.layers.filter((one) => one !== layer)
  }

  goTo({ drawn }) {
    this.#map.fitBounds(drawn.getBounds(), { padding: [60, 60], maxZoom: 18 })
  }
}
