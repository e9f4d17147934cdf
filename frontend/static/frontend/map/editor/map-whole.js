// map-whole.js: two handles of a whole shape: one moves it, one turns it around its middle.
/* global L */

import { isTouch } from './map-pen.js'
import { toLatLng, toPosition } from './map-sketch.js'

const SIZE_PX = { mouse: 32, touch: 48 }
const ABOVE_PX = 54
const ARROWS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] }

/**
 * `onMove(from, to)`, `onTurn(degrees clockwise)`: while it is dragged; `onDrop()`: it is let go there.
 * `labels`: {move, turn}.
 */
export class WholeHandles {
  #map
  #heard
  #layer = L.layerGroup()
  #centre = null
  #focus = null

  constructor(map, heard) {
    this.#map = map
    this.#heard = heard
    this.#layer.addTo(map)
    map.on('zoomend', this.#draw)
  }

  /** Show them for a shape around a position. */
  show(centre) {
    this.#centre = centre
    this.#draw()
  }

  #draw = () => {
    this.#layer.clearLayers()
    const middle = this.#map.latLngToContainerPoint(toLatLng(this.#centre))
    this.#mover(middle)
    this.#turner(middle)
  }

  #mover(middle) {
    const marker = this.#marker('move', middle)
    marker.on('drag', () => this.#heard.onMove(this.#centre, toPosition(marker.getLatLng())))
    this.#keys(marker, 'move', ([x, y], step) => this.#heard.onMove(this.#centre, this.#at(middle.add([x * step, y * step]))))
  }

  #turner(middle) {
    const marker = this.#marker('turn', middle.subtract([0, ABOVE_PX]))
    marker.on('drag', () => this.#heard.onTurn(this.#angle(marker)))
    this.#keys(marker, 'turn', ([x, y], step) => this.#heard.onTurn((x || -y) * step))
  }

  #at(point) {
    return toPosition(this.#map.containerPointToLatLng(point))
  }

  /** Clockwise from straight up. */
  #angle(marker) {
    const { x, y } = this.#map.latLngToContainerPoint(marker.getLatLng()).subtract(this.#map.latLngToContainerPoint(toLatLng(this.#centre)))
    return (Math.atan2(x, -y) * 180) / Math.PI
  }

  #marker(name, point) {
    const size = isTouch() ? SIZE_PX.touch : SIZE_PX.mouse
    const icon = L.divIcon({ className: `editor-whole editor-whole-${name}`, iconSize: [size, size] })
    const label = this.#heard.labels[name]
    const marker = L.marker(this.#map.containerPointToLatLng(point), { icon, pane: 'editor-marks', draggable: true, keyboard: true, alt: label, zIndexOffset: 1000 })
    marker.on('dragend', () => this.#heard.onDrop())
    marker.addTo(this.#layer)
    marker.getElement().setAttribute('aria-label', label)
    return marker
  }

  #keys(marker, name, act) {
    const node = marker.getElement()
    node.addEventListener('focus', () => { this.#focus = name })
    node.addEventListener('keydown', (event) => {
      if (!ARROWS[event.key]) return
      event.preventDefault()
      event.stopPropagation()
      act(ARROWS[event.key], event.shiftKey ? 10 : 1)
      this.#heard.onDrop()
    })
    if (name === this.#focus) node.focus({ preventScroll: true })
  }

  remove() {
    this.#map.off('zoomend', this.#draw)
    this.#layer.remove()
  }
}
