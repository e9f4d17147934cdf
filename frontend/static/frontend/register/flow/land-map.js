// land-map.js: a small map of the application's parcels among their neighbours.

import { boundsOf, createMap } from '../../map/map.js'
import { L } from '../../map/leaflet.js'
import { geometryBox } from '../../map/shapes.js'
import { stateStyle, token } from '../../map/styles.js'
import { element } from '../../ui/dom.js'
import { gettext } from '../../ui/i18n.js'

const AROUND = 0.6
const MOST = 120

export class LandMap {
  node = element('div', { class: 'flow-map', role: 'region', 'aria-label': gettext('Map of the land') })
  #flow
  #map = null
  #layers = null
  #key = ''

  constructor(flow) {
    this.#flow = flow
  }

  /** Drawn anew only when a shape has changed; null shapes show nothing at all. */
  show() {
    const drawn = [...this.#flow.land.values()].map(({ row }) => row).filter((row) => row?.geometry)
    this.node.hidden = !drawn.length
    const key = drawn.map(({ uid, version }) => `${uid} ${version}`).join()
    if (!drawn.length || key === this.#key) return
    this.#key = key
    this.#begin()
    this.#draw(drawn)
  }

  #begin() {
    if (this.#map) return this.#layers.clearLayers()
    const place = element('div', { class: 'map' })
    this.node.append(place)
    this.#map = createMap(place, { lat: 16.3, lon: 101.1, zoom: 9 })
    this.#map.scrollWheelZoom.disable()
    this.#layers = L.layerGroup().addTo(this.#map)
  }

  async #draw(drawn) {
    const bounds = drawn.map(({ geometry }) => boundsOf(geometryBox(geometry))).reduce((all, one) => all.extend(one))
    this.#map.fitBounds(bounds, { padding: [24, 24], maxZoom: 18 })
    this.#shapes(drawn.map(({ geometry }) => geometry), { color: token('map-selection'), weight: 3, fillColor: token('state-draft-fill'), fillOpacity: 1, pane: 'selection' })
    for (const { geometry, code } of drawn) this.#name(geometry, code)
    await this.#around(bounds.pad(AROUND), drawn)
  }

  #shapes(geometries, style) {
    this.#layers.addLayer(L.geoJSON(geometries.map((geometry) => ({ type: 'Feature', geometry, properties: {} })), { interactive: false, style, pane: style.pane }))
  }

  #name(geometry, code) {
    const at = boundsOf(geometryBox(geometry)).getCenter()
    this.#layers.addLayer(L.tooltip({ permanent: true, direction: 'center', className: 'flow-map-name', pane: 'labels' }).setLatLng(at).setContent(element('span', {}, code)))
  }

  async #around(bounds, drawn) {
    const mine = new Set(drawn.map(({ uid }) => uid))
    try {
      const { features } = await this.#flow.api.items('parcels', { bbox: bounds.toBBoxString(), limit: MOST, properties: 'code,state' })
      const others = features.filter(({ id, geometry }) => geometry && !mine.has(id))
      for (const { geometry, properties } of others) this.#shapes([geometry], { ...stateStyle(this.#flow.states.groupOf(properties.state)), pane: 'parcels' })
    } catch (problem) {
      if (!problem.kind) throw problem
      // The land says enough without its neighbours.
    }
  }
}
