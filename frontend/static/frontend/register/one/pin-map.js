// pin-map.js: the map of an application's land with the pins of its comments, on which a new one gets its place.

import { L } from '../../map/leaflet.js'
import { boundsOf, createMap } from '../../map/map.js'
import { pinAt, Pins } from '../../map/pins.js'
import { geometryBox } from '../../map/shapes.js'
import { token } from '../../map/styles.js'
import { element, icon } from '../../ui/dom.js'
import { gettext } from '../../ui/i18n.js'

export class PinMap {
  node = element('div', { class: 'pin-map', hidden: true })
  #page
  #place = element('div', { class: 'map', tabindex: '0', role: 'application', 'aria-label': gettext('Map of the land with the pins of comments') })
  #hint = element('div', { class: 'pin-hint', hidden: true })
  #map = null
  #land = null
  #pins = null
  #chosen = null
  #isPicking = false
  #key = ''

  constructor(page) {
    this.#page = page
    const middle = element('button', { class: 'text-button', type: 'button', on: { click: () => this.#choose(this.#map.getCenter()) } }, gettext('Pin at the middle of the map'))
    const drop = element('button', { class: 'text-button', type: 'button', on: { click: () => this.stop() } }, icon('x'), gettext('No pin'))
    this.#hint.append(element('span', {}, gettext('Click the place on the map; the pin can be dragged.')), middle, drop)
    this.node.append(element('div', { class: 'pin-map-frame' }, this.#place), this.#hint)
  }

  /** Land without a shape has no map. */
  get isPossible() {
    return this.#page.parcels.some(({ geometry }) => geometry)
  }

  /** Where the new comment's pin stands, as a GeoJSON Point; null where there is none. */
  get point() {
    if (!this.#chosen) return null
    const { lat, lng } = this.#chosen.getLatLng()
    return { type: 'Point', coordinates: [Number(lng.toFixed(7)), Number(lat.toFixed(7))] }
  }

  show(rows) {
    this.node.hidden = !this.isPossible || !(this.#isPicking || rows.some(({ point }) => point))
    if (this.node.hidden) return
    requestAnimationFrame(() => {
      this.#begin()
      this.#draw()
      this.#pins.show(rows)
    })
  }

  start(rows) {
    this.#isPicking = true
    this.#hint.hidden = false
    this.show(rows)
    this.node.scrollIntoView({ block: 'nearest' })
    this.#place.focus({ preventScroll: true })
  }

  stop() {
    this.#isPicking = false
    this.#hint.hidden = true
    this.#chosen?.remove()
    this.#chosen = null
    this.show(this.#page.rows.comments)
  }

  #begin() {
    if (this.#map) return
    this.#map = createMap(this.#place, null)
    this.#map.scrollWheelZoom.disable()
    this.#land = L.layerGroup().addTo(this.#map)
    this.#pins = new Pins(this.#map)
    this.#map.on('click', ({ latlng }) => this.#isPicking && this.#choose(latlng))
  }

  /** Drawn anew, and brought into view, only when a shape has changed. */
  #draw() {
    const drawn = this.#page.parcels.filter(({ geometry }) => geometry)
    const key = drawn.map(({ id, properties }) => `${id} ${properties.version}`).join()
    if (key === this.#key) return
    this.#key = key
    this.#land.clearLayers()
    const style = { color: token('map-selection'), weight: 2.5, fillColor: token('state-draft-fill'), fillOpacity: 0.8 }
    for (const { geometry } of drawn) this.#land.addLayer(L.geoJSON({ type: 'Feature', geometry, properties: {} }, { interactive: false, pane: 'parcels', style }))
    const bounds = drawn.map(({ geometry }) => boundsOf(geometryBox(geometry))).reduce((all, one) => all.extend(one))
    this.#map.fitBounds(bounds, { padding: [26, 26], maxZoom: 19, animate: false })
  }

  #choose(place) {
    this.#chosen?.remove()
    const point = { coordinates: [place.lng, place.lat] }
    this.#chosen = pinAt(point, { title: gettext('Place of the new comment'), look: 'is-new', glyph: 'map-pin', isFree: true }).addTo(this.#map)
  }
}
