// map-handles.js: corners that can be dragged or nudged, and midpoints that become corners.
/* global L */

import { placeName } from './corner-edits.js'
import { isTouch, metresFor } from './map-pen.js'
import { toLatLng, toPosition } from './map-sketch.js'

const SIZE_PX = { mouse: 28, touch: 44 } // the target; the dot in it is smaller
const REACH_PX = { mouse: 12, touch: 22 }
const ARROWS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] }
const MIN_EDGE_PX = 36 // no midpoint on a shorter edge: it would cover the corners

/**
 * Handles of MultiPolygon coordinates. A place is {polygon, ring, index}.
 *
 * `onMove(place, position, reach)` → the node it would take (live); `onDrop(place, node)`; the same for a midpoint:
 * `onPull(place, position, reach)`, `onInsert(place, position, reach)`;
 * `onRemove(place)`; `onChoose(place)`: take it to the chosen corners or from them; `isChoosing()`: any press chooses;
 * `labels`: corner(number, count) and midpoint(number) as words.
 */
export class Handles {
  #map
  #heard
  #layer = L.layerGroup()
  #polygons = []
  #chosen = new Set()
  #focus = null
  #isDragging = false

  constructor(map, heard) {
    this.#map = map
    this.#heard = heard
    this.#layer.addTo(map)
    map.on('moveend', this.#draw)
  }

  /** Show the corners of a shape, some of them (names of places) as chosen; the focused corner keeps the focus. */
  show(polygons, chosen = new Set()) {
    this.#polygons = polygons
    this.#chosen = chosen
    this.#draw()
  }

  #draw = () => {
    if (this.#isDragging) return // the map may move along with a dragged corner
    this.#layer.clearLayers()
    const view = this.#map.getBounds().pad(0.1)
    this.#polygons.forEach((rings, polygon) => rings.forEach((ring, r) => this.#ring(ring, { polygon, ring: r }, view)))
  }

  #ring(ring, place, view) {
    for (let index = 0; index < ring.length - 1; index += 1) {
      const [a, b] = [toLatLng(ring[index]), toLatLng(ring[index + 1])]
      if (view.contains(a)) this.#corner(a, { ...place, index }, ring.length - 1)
      if (view.contains(a) && this.#pixels(a, b) > MIN_EDGE_PX) this.#midpoint(a, b, { ...place, index })
    }
  }

  #pixels(a, b) {
    return this.#map.latLngToContainerPoint(a).distanceTo(this.#map.latLngToContainerPoint(b))
  }

  #corner(latlng, place, count) {
    const marker = this.#marker(latlng, 'editor-corner', this.#heard.labels.corner(place.index + 1, count))
    const move = (position) => {
      const node = this.#heard.onMove(place, position, this.#reach)
      marker.setLatLng(toLatLng(node))
      return node
    }
    marker.getElement().setAttribute('aria-pressed', String(this.#chosen.has(placeName(place))))
    marker.on('click', ({ originalEvent }) => {
      if (originalEvent.shiftKey || this.#heard.isChoosing()) this.#heard.onChoose(place)
    })
    marker.on('drag', () => move(toPosition(marker.getLatLng())))
    marker.on('dragend', () => this.#heard.onDrop(place, move(toPosition(marker.getLatLng()))))
    this.#keys(marker, place, (event) => this.#cornerKey(event, place, latlng))
  }

  #midpoint(a, b, place) {
    const middle = L.latLng((a.lat + b.lat) / 2, (a.lng + b.lng) / 2)
    const marker = this.#marker(middle, 'editor-midpoint', this.#heard.labels.midpoint(place.index + 1))
    const insert = () => this.#heard.onInsert(place, toPosition(marker.getLatLng()), this.#reach)
    marker.on('drag', () => marker.setLatLng(toLatLng(this.#heard.onPull(place, toPosition(marker.getLatLng()), this.#reach))))
    marker.on('dragend', insert)
    marker.on('click', insert)
    this.#keys(marker, { ...place, middle: true }, (event) => event.key === 'Enter' && insert)
  }

  #marker(latlng, className, label) {
    const size = isTouch() ? SIZE_PX.touch : SIZE_PX.mouse
    const icon = L.divIcon({ className, iconSize: [size, size] })
    const marker = L.marker(latlng, { icon, pane: 'editor-marks', draggable: true, keyboard: true, alt: label, autoPan: true })
    marker.on('dragstart', () => { this.#isDragging = true })
    marker.on('dragend', () => { this.#isDragging = false })
    marker.addTo(this.#layer)
    marker.getElement().setAttribute('aria-label', label)
    return marker
  }

  #keys(marker, place, action) {
    const node = marker.getElement()
    const name = JSON.stringify(place)
    node.addEventListener('focus', () => { this.#focus = name })
    node.addEventListener('keydown', (event) => {
      const act = action(event)
      if (!act) return
      event.preventDefault()
      event.stopPropagation()
      act()
    })
    if (name === this.#focus) node.focus({ preventScroll: true })
  }

  #cornerKey({ key, shiftKey }, place, latlng) {
    if (ARROWS[key]) return () => this.#nudge(place, latlng, ARROWS[key], shiftKey ? 10 : 1)
    if (key === 'Delete' || key === 'Backspace') return () => this.#heard.onRemove(place)
    if (key === ' ') return () => this.#heard.onChoose(place)
    if (key === 'Enter') return () => this.#heard.onDrop(place, this.#heard.onMove(place, toPosition(latlng), this.#reach))
    return null
  }

  #nudge(place, latlng, [x, y], step) {
    const moved = this.#map.containerPointToLatLng(this.#map.latLngToContainerPoint(latlng).add([x * step, y * step]))
    this.#heard.onDrop(place, this.#heard.onMove(place, toPosition(moved), 0))
  }

  get #reach() {
    return metresFor(this.#map, isTouch() ? REACH_PX.touch : REACH_PX.mouse)
  }

  remove() {
    this.#map.off('moveend', this.#draw)
    this.#layer.remove()
  }
}
