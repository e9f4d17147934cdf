// map-sketch.js: what the editor draws on the map. Leaflet is touched in the map-*.js files only.
/* global L */

const PANES = { 'editor-areas': 450, 'editor-lines': 460, 'editor-marks': 640 }

/** Position [lon, lat] to Leaflet's {lat, lng}; the numbers are kept as they are. */
export function toLatLng([lon, lat]) {
  return L.latLng(lat, lon)
}

/** Leaflet's {lat, lng} to [lon, lat], not rounded: layer.toGeoJSON() would round to 6 decimals. */
export function toPosition({ lat, lng }) {
  return [lng, lat]
}

/** The drawing of one tool: areas, lines, labels and marks replaced as a whole, and a pen line that changes often. */
export class Sketch {
  #map
  #picture = L.layerGroup()
  #words = L.layerGroup()
  #labels = []
  #pen = L.layerGroup()
  #renderers = {}

  constructor(map) {
    this.#map = map
    for (const [name, depth] of Object.entries(PANES)) this.#pane(name, depth)
    for (const group of [this.#picture, this.#words, this.#pen]) group.addTo(map)
    map.on('zoomend', this.#label)
  }

  #pane(name, depth) {
    const pane = this.#map.getPane(name) ?? this.#map.createPane(name)
    pane.style.zIndex = depth
    if (name !== 'editor-marks') this.#renderers[name] = L.svg({ pane: name, padding: 0.5 })
  }

  /**
   * Show polygons [{rings, className}], lines [{points, className}], labels [{at, lines, className}] and marks
   * [{at, text}]. `lines` of a label are words, or a function that gives those that fit the map as it lies now.
   */
  show({ areas = [], lines = [], labels = [], marks = [] }) {
    this.#picture.clearLayers()
    for (const { rings, className } of areas) this.#area(rings, className).addTo(this.#picture)
    for (const { points, className } of lines) this.#line(points, className).addTo(this.#picture)
    for (const point of lines.flatMap(({ points }) => points)) this.#dot(point, 5, 'editor-node').addTo(this.#picture)
    for (const { at, text } of marks) this.#mark(at, text).addTo(this.#picture)
    this.#labels = labels
    this.#label()
  }

  #label = () => {
    this.#words.clearLayers()
    for (const { at, lines, className = '' } of this.#labels) {
      const words = typeof lines === 'function' ? lines() : lines
      if (words.length) this.#labelAt(at, words, className).addTo(this.#words)
    }
  }

  /** The line from the last point to the pen, and the ring around a node that it would take. */
  showPen(points, className, { at = null, kind = 'free' } = {}) {
    this.#pen.clearLayers()
    if (points.length > 1) this.#line(points, className).addTo(this.#pen)
    if (at) this.#dot(at, kind === 'free' ? 4 : 9, `editor-snap editor-snap-${kind}`).addTo(this.#pen)
  }

  #dot(at, radius, className) {
    const look = { pane: 'editor-lines', renderer: this.#renderers['editor-lines'], interactive: false, radius, className }
    return L.circleMarker(toLatLng(at), look)
  }

  #area(rings, className) {
    const look = { pane: 'editor-areas', renderer: this.#renderers['editor-areas'], interactive: false, className, noClip: true }
    return L.polygon(rings.map((ring) => ring.map(toLatLng)), look)
  }

  #line(points, className) {
    const look = { pane: 'editor-lines', renderer: this.#renderers['editor-lines'], interactive: false, className, fill: false }
    return L.polyline(points.map(toLatLng), look)
  }

  #labelAt(at, words, className) {
    const html = document.createElement('span')
    html.append(...words.map((word) => Object.assign(document.createElement('b'), { textContent: word })))
    const icon = L.divIcon({ html, className: `editor-label ${className}`, iconSize: [0, 0] })
    return L.marker(toLatLng(at), { icon, pane: 'editor-marks', interactive: false, keyboard: false })
  }

  #mark(at, text) {
    const html = Object.assign(document.createElement('span'), { textContent: text })
    const icon = L.divIcon({ html, className: 'editor-finding', iconSize: [28, 28] })
    return L.marker(toLatLng(at), { icon, pane: 'editor-marks', interactive: false, keyboard: false })
  }

  remove() {
    this.#map.off('zoomend', this.#label)
    for (const group of [this.#picture, this.#words, this.#pen]) group.remove()
    for (const renderer of Object.values(this.#renderers)) renderer.remove()
  }
}
