// map-choice.js: a rectangle drawn over the map with Shift held, or in choosing mode with any pointer.
/* global L */

import { toPosition } from './map-sketch.js'

const LEAST_PX = 6 // less is a press, not a rectangle

export class ChoiceBox {
  #map
  #onBox
  #isOn = false
  #start = null
  #off = new AbortController()
  #node = Object.assign(document.createElement('div'), { className: 'editor-choice-box', hidden: true })

  /** `onBox(isInside)`: a rectangle was drawn; isInside(position) says whether a place lies in it. */
  constructor(map, onBox) {
    this.#map = map
    this.#onBox = onBox
    const container = map.getContainer()
    container.append(this.#node)
    map.boxZoom.disable()
    const { signal } = this.#off
    container.addEventListener('pointerdown', this.#down, { signal, capture: true })
    container.addEventListener('pointermove', this.#move, { signal })
    container.addEventListener('pointerup', this.#up, { signal })
    container.addEventListener('pointercancel', this.#cancel, { signal })
  }

  /** Whether a pointer draws rectangles instead of moving the map. */
  set isOn(is) {
    this.#isOn = is
    this.#map.dragging[is ? 'disable' : 'enable']()
    this.#map.getContainer().classList.toggle('editor-choosing', is)
  }

  #down = (event) => {
    const isWanted = (this.#isOn || event.shiftKey) && event.isPrimary && event.button === 0
    if (!isWanted || event.target.closest('.leaflet-marker-icon, .leaflet-control, button, a')) return
    this.#start = this.#place(event)
    this.#map.getContainer().setPointerCapture(event.pointerId)
  }

  #place(event) {
    return this.#map.mouseEventToContainerPoint(event)
  }

  #move = (event) => {
    if (!this.#start) return
    const box = L.bounds(this.#start, this.#place(event))
    this.#node.hidden = false
    L.DomUtil.setPosition(this.#node, box.min)
    this.#node.style.width = `${box.getSize().x}px`
    this.#node.style.height = `${box.getSize().y}px`
  }

  #up = (event) => {
    if (!this.#start) return
    const box = L.bounds(this.#start, this.#place(event))
    this.#cancel()
    const { x, y } = box.getSize()
    if (Math.max(x, y) < LEAST_PX) return
    const [a, b] = [box.min, box.max].map((point) => toPosition(this.#map.containerPointToLatLng(point)))
    this.#onBox(([lon, lat]) => lon >= a[0] && lon <= b[0] && lat <= a[1] && lat >= b[1])
  }

  #cancel = () => {
    this.#start = null
    this.#node.hidden = true
  }

  remove() {
    this.#off.abort()
    this.isOn = false
    this.#map.boxZoom.enable()
    this.#node.remove()
  }
}
