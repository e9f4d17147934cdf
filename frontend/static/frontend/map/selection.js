// selection.js: the selected parcel on the map: its zones on white, its state in the outline, ink on a white casing.

import { number, pick } from '../ui/i18n.js'
import { Labels } from './labels.js'
import { L } from './leaflet.js'
import { labelPlace } from './shapes.js'
import { isLightZone, stateStyle, token, zoneStyle } from './styles.js'

/** Dashes of ink on a casing, so that they are seen on any fill. */
const PLAN_LINES = [['map-casing', 5, null], ['map-selection', 2.4, '7 6']]

export class Selection {
  #map
  #states
  #zoneTypes
  #group = L.layerGroup()
  #labels
  #shown = { parcel: null, zones: [] }

  /** `zoneTypes`: rows of the code list zone_type. */
  constructor(map, states, zoneTypes) {
    this.#map = map
    this.#states = states
    this.#zoneTypes = new Map(zoneTypes.map((row) => [row.code, row]))
    this.#group.addTo(map)
    this.#labels = new Labels(map)
  }

  /** A place that was looked up, until another parcel is shown. */
  mark([lon, lat]) {
    this.#group.clearLayers()
    const ring = (radius, color) => L.circleMarker([lat, lon], { pane: 'marks', interactive: false, radius, weight: 3, color, fill: false })
    for (const one of [ring(11, token('map-casing')), ring(8, token('map-selection')), ring(1, token('map-selection'))]) this.#group.addLayer(one)
  }

  /** {parcel, zones} features, parcel null when nothing is selected. */
  get features() {
    return this.#shown
  }

  /** `planned`: zones whose outlines lie dashed over the others. */
  show(parcel, zones = [], planned = []) {
    this.#shown = { parcel, zones }
    this.#group.clearLayers()
    if (parcel?.geometry) this.#draw(parcel, zones, planned)
    else this.#labels.clear()
  }

  /** Words on the zones where there is room; returns the boxes that other labels must leave free. */
  label() {
    const { parcel, zones } = this.#shown
    if (!parcel?.geometry || !zones.length) return this.#labels.show([])
    const whole = Number(parcel.properties.area_calc_m2)
    const bySize = [...zones].sort((a, b) => b.properties.area_calc_m2 - a.properties.area_calc_m2)
    return this.#labels.show(bySize.map((zone) => this.#labelOf(zone, whole)).filter(Boolean))
  }

  #draw(parcel, zones, planned) {
    const line = stateStyle(this.#states.groupOf(parcel.properties.state)).color
    const pane = 'selection'
    const layers = [
      L.geoJSON(parcel, { pane, interactive: false, style: { stroke: false, fillColor: token('map-casing'), fillOpacity: zones.length ? 1 : 0 } }),
      ...zones.map((zone) => L.geoJSON(zone, { pane, interactive: false, style: zoneStyle(zone.properties.zone_group) })),
      ...[[line, 12], [token('map-casing'), 8], [token('map-selection'), 3.2]].map(([color, weight]) =>
        L.geoJSON(parcel, { pane, interactive: false, style: { color, weight, fill: false, opacity: 1 } })),
      ...planned.flatMap((zone) => PLAN_LINES.map(([color, weight, dashArray]) =>
        L.geoJSON(zone, { pane, interactive: false, style: { color: token(color), weight, dashArray, className: 'plan-line', fill: false, opacity: 1 } }))),
    ]
    for (const layer of layers) this.#group.addLayer(layer)
  }

  #labelOf(zone, whole) {
    const { zone_type: type, zone_group: group, area_calc_m2: area } = zone.properties
    const { at, width } = labelPlace(zone.geometry)
    const room = this.#pixels(at, width)
    const name = pick(this.#zoneTypes.get(type), 'name')
    const lines = room > 70 ? [name, `${number((area / whole) * 100)}%`] : [name]
    return { at, lines, room: room + 6, className: `is-zone ${isLightZone(group) ? 'on-light' : 'on-dark'}` }
  }

  #pixels([lon, lat], width) {
    const left = this.#map.latLngToContainerPoint([lat, lon - width / 2])
    return this.#map.latLngToContainerPoint([lat, lon + width / 2]).x - left.x
  }
}
