// compare-layer.js: what appeared, went and changed, over the map: each kind with a line and a mark of its own.

import { L } from '../../leaflet.js'
import { labelPlace } from '../../shapes.js'
import { token } from '../../styles.js'

const PANE = 'compare'
const DEPTH = 436
const MARK_PX = 24
const MARKS = { appeared: '+', gone: '−', changed: '≠' }
const LINES = {
  appeared: { weight: 3.4, dashArray: null, fillOpacity: 0.22 },
  gone: { weight: 3.4, dashArray: '2 7', fillOpacity: 0.12 },
  changed: { weight: 3.4, dashArray: '10 5', fillOpacity: 0.12 },
}

export class CompareLayer {
  #map
  #group
  #renderer

  constructor(map) {
    this.#map = map
    if (!map.getPane(PANE)) map.createPane(PANE).style.zIndex = DEPTH
    map.getPane(PANE).style.pointerEvents = 'none'
    this.#renderer = L.svg({ pane: PANE, padding: 0.3 })
    this.#group = L.layerGroup().addTo(map)
  }

  /** `items` of the API; of a changed shape both are drawn, the earlier one thin. */
  show(items) {
    this.#group.clearLayers()
    const taken = []
    for (const { change, before, after } of items) {
      const geom = after?.geom ?? before?.geom
      if (!geom) continue
      if (change === 'changed' && before.geom && before.geom !== after.geom) this.#draw(before.geom, { color: token('map-selection'), weight: 1.4, dashArray: '3 3', fill: false })
      this.#draw(geom, { ...LINES[change], color: token(`compare-${change}`), fillColor: token(`compare-${change}`) }, change)
      this.#mark(geom, change, taken)
    }
  }

  #draw(geometry, style, className = 'before') {
    L.geoJSON({ type: 'Feature', geometry, properties: {} }, { pane: PANE, renderer: this.#renderer, interactive: false, style: { ...style, className: `compare-${className}` } }).addTo(this.#group)
  }

  /** Marks keep out of each other's way; the line says the same. */
  #mark(geometry, change, taken) {
    const [lon, lat] = labelPlace(geometry).at
    const point = this.#map.latLngToContainerPoint([lat, lon])
    if (taken.some((other) => other.distanceTo(point) < MARK_PX)) return
    taken.push(point)
    const html = document.createElement('span')
    html.textContent = MARKS[change]
    const icon = L.divIcon({ html, className: `compare-mark is-${change}`, iconSize: [22, 22] })
    L.marker([lat, lon], { icon, pane: 'labels', interactive: false, keyboard: false }).addTo(this.#group)
  }

  remove() {
    this.#group.remove()
    this.#renderer.remove()
  }
}

export function markOf(change) {
  return MARKS[change]
}
