// area-layer.js: amphoe and tambon on the map: with counts while the view is wide, as quiet outlines when it is near.

import { interpolate, ngettext, number, pick } from '../ui/i18n.js'
import { Labels } from './labels.js'
import { L } from './leaflet.js'
import { labelPlace } from './shapes.js'
import { token } from './styles.js'

/** A name that finds a count of parcels in its place stands above or below it. */
const SHIFTS = [0, 44, -44, 24, -24]

/** `events` dispatches 'pick' {code}. */
export class AreaLayer {
  events = new EventTarget()
  #outlines = L.layerGroup()
  #counts = L.layerGroup()
  #labels
  #areas = []
  #rows = new Map()

  constructor(map) {
    this.#outlines.addTo(map)
    this.#counts.addTo(map)
    this.#labels = new Labels(map)
  }

  /** Quiet outlines under the parcels. */
  showOutlines(areas) {
    this.#counts.clearLayers()
    this.#labels.clear()
    this.#outlines.clearLayers()
    const soft = { color: token('map-area-soft'), weight: 6, opacity: 0.45, fill: false }
    const line = { color: token('map-area-line'), weight: 1.4, dashArray: '8 4 2 4', fill: false }
    for (const area of drawn(areas)) {
      for (const style of [soft, line]) L.geoJSON(area, { pane: 'areas', interactive: false, style }).addTo(this.#outlines)
    }
  }

  /** Areas as buttons with their counts. `rows`: of the summary, by code. */
  showCounts(areas, rows) {
    this.#outlines.clearLayers()
    this.#counts.clearLayers()
    this.#areas = drawn(areas)
    this.#rows = new Map(rows.map((row) => [row.code, row]))
    const most = Math.max(1, ...rows.map((row) => row.applicants))
    for (const area of this.#areas) this.#counts.addLayer(this.#counted(area, most))
  }

  #counted(area, most) {
    const count = this.#rows.get(area.id)?.applicants ?? 0
    const fillOpacity = count ? 0.25 + 0.6 * (count / most) : 0.05
    const style = { color: token('map-area-line'), weight: 1.4, fillColor: token('map-count'), fillOpacity }
    const layer = L.geoJSON(area, { pane: 'areas', style, className: 'map-area' })
    layer.on('click', () => this.events.dispatchEvent(new CustomEvent('pick', { detail: { code: area.id } })))
    layer.on('mouseover', () => layer.setStyle({ weight: 3 }))
    layer.on('mouseout', () => layer.setStyle({ weight: 1.4 }))
    return layer
  }

  /** Names and counts, where there is room beside `taken`, boxes in container pixels. */
  label(taken = []) {
    if (!this.#counts.getLayers().length) return
    this.#labels.show(this.#areas.map((area) => this.#labelOf(area)), taken)
  }

  #labelOf(area) {
    const count = this.#rows.get(area.id)?.applicants ?? 0
    const words = interpolate(ngettext('%(count)s applicant', '%(count)s applicants', count), { count: number(count) })
    return { at: labelPlace(area.geometry).at, lines: [pick(area.properties, 'name'), words], className: 'is-area', shifts: SHIFTS }
  }
}

function drawn(areas) {
  return areas.filter(({ geometry }) => geometry)
}
