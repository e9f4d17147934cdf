// rectangle.js: two opposite corners on the map, by mouse, finger or keyboard.

import { L } from '../leaflet.js'
import { isTouch, Pen } from '../editor/map-pen.js'
import { token } from '../styles.js'

export class Rectangle {
  #map
  #pen
  #first = null
  #shape = null
  #done

  /** `done(box)` gets {west, south, east, north}, or null when it was left. `panel`: what may cover the map. */
  constructor(map, panel, done) {
    this.#map = map
    this.#done = done
    const leave = () => this.#end(null)
    this.#pen = new Pen(map, { onAim: this.#aim, onPoint: this.#point, onBack: this.#back, onFinish: () => {}, onLeave: leave }, panel)
  }

  /** For those who cannot tap exactly: the place under the cross. */
  addAtCrosshair() {
    this.#pen?.addAtCrosshair()
  }

  get isTouch() {
    return isTouch()
  }

  #aim = (position) => {
    if (!this.#first) return
    this.#shape?.remove()
    const { west, south, east, north } = boxOfCorners(this.#first, position)
    this.#shape = L.rectangle([[south, west], [north, east]], { pane: 'marks', interactive: false, color: token('color-focus'), weight: 2, dashArray: '6 4', fillOpacity: 0.08 }).addTo(this.#map)
  }

  #point = (position) => {
    if (!this.#first) {
      this.#first = position
      return
    }
    const box = boxOfCorners(this.#first, position)
    if (box.west < box.east && box.south < box.north) this.#end(box)
  }

  #back = () => {
    this.#first = null
    this.#shape?.remove()
  }

  cancel() {
    this.#end(null)
  }

  #end(box) {
    if (!this.#pen) return
    this.#pen.remove()
    this.#pen = null
    this.#shape?.remove()
    this.#done(box)
  }
}

function boxOfCorners([lon1, lat1], [lon2, lat2]) {
  return { west: Math.min(lon1, lon2), south: Math.min(lat1, lat2), east: Math.max(lon1, lon2), north: Math.max(lat1, lat2) }
}
