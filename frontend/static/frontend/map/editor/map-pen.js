// map-pen.js: one pen for mouse, touch and keyboard. It says where; the tool decides what a point means.
/* global L */

import { Crosshair } from './map-crosshair.js'
import { toPosition } from './map-sketch.js'

const REACH_PX = { mouse: 12, touch: 22 } // a finger is less exact than a mouse
const DOUBLE_MS = 500
const STEP_PX = 12
const FINE_STEP_PX = 1
const ARROWS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] }

/** One for the page, and not one with each look. */
const coarse = matchMedia('(pointer: coarse)')

/** Whether the main pointer of this device is a finger. */
export function isTouch() {
  return coarse.matches
}

/** Metres on the ground for a number of pixels around the middle of the map. */
export function metresFor(map, pixels) {
  const middle = map.getSize().divideBy(2)
  const [a, b] = [middle, middle.add([100, 0])].map((point) => map.containerPointToLatLng(point))
  return (map.distance(a, b) / 100) * pixels
}

/**
 * Gestures while a line is drawn.
 *
 * `onAim(position, reach)`: the pen hovers there; `onPoint(position, reach)`: a point is wanted there;
 * `onBack()`, `onFinish()`, `onLeave()`: taken back, finished, left; `keys`: {code: what else a key does}. Reach is in metres.
 */
export class Pen {
  #map
  #heard
  #crosshair
  #clicks = []
  /** When something beside the map was pressed last. */
  #elsewhere = 0
  #off = new AbortController()
  #handlers

  constructor(map, heard, panel) {
    this.#map = map
    this.#heard = heard
    this.#crosshair = new Crosshair(map, panel)
    this.#handlers = { click: this.#click, mousemove: this.#hover, dblclick: this.#double, move: this.#moved }
    map.on(this.#handlers)
    map.doubleClickZoom.disable()
    map.keyboard?.disable()
    document.addEventListener('keydown', this.#key, { signal: this.#off.signal })
    document.addEventListener('pointerdown', this.#pressed, { signal: this.#off.signal, capture: true })
    map.getContainer().classList.add('editor-drawing')
    map.getContainer().focus({ preventScroll: true })
    this.#aimCross()
  }

  /** Add a point where the crosshair is; the button for fingers and for switch users. */
  addAtCrosshair() {
    this.#heard.onPoint(this.#crosshair.position, this.#reach)
    this.#aimCross()
  }

  get #reach() {
    return metresFor(this.#map, isTouch() ? REACH_PX.touch : REACH_PX.mouse)
  }

  #click = (event) => {
    this.#clicks = [...this.#recentClicks, { at: event.containerPoint, time: Date.now() }]
    this.#heard.onPoint(toPosition(event.latlng), this.#reachOf(event))
  }

  get #recentClicks() {
    return this.#clicks.filter(({ time }) => Date.now() - time < DOUBLE_MS)
  }

  /** Leaflet calls any two quick taps a double click, wherever they were, and whatever was pressed in between. */
  #double = (event) => {
    if (Date.now() - this.#elsewhere < DOUBLE_MS) return
    const isOnePlace = this.#recentClicks.every(({ at }) => at.distanceTo(event.containerPoint) < REACH_PX.touch)
    if (isOnePlace) this.#heard.onFinish()
  }

  #pressed = ({ target }) => {
    if (!this.#map.getContainer().contains(target)) this.#elsewhere = Date.now()
  }

  #hover = (event) => {
    if (isTouch()) return
    this.#crosshair.dim(true)
    this.#heard.onAim(toPosition(event.latlng), this.#reachOf(event))
  }

  /** With Alt held, the pen catches nothing. */
  #reachOf({ originalEvent }) {
    return originalEvent.altKey ? 0 : this.#reach
  }

  #moved = () => {
    if (!this.#crosshair.isDim) this.#aimCross()
  }

  #aimCross() {
    this.#crosshair.dim(false)
    this.#heard.onAim(this.#crosshair.position, this.#reach)
  }

  #key = (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !this.#isOurs(event.target)) return
    const act = this.#action(event)
    if (!act) return
    event.preventDefault()
    act()
  }

  #isOurs(target) {
    const container = this.#map.getContainer()
    return target === document.body || target === container || (container.contains(target) && !target.closest('button, input, select, a'))
  }

  #action({ key, code, shiftKey }) {
    if (ARROWS[key]) return () => this.#nudge(ARROWS[key], shiftKey ? FINE_STEP_PX : STEP_PX)
    if (key === 'Enter') return () => this.addAtCrosshair()
    if (key === 'Backspace') return () => this.#heard.onBack()
    if (code === 'KeyF') return () => this.#heard.onFinish() // the key's place: Thai keyboards give another letter
    if (key === 'Escape') return () => this.#heard.onLeave()
    return this.#heard.keys?.[code] ?? null
  }

  #nudge([x, y], step) {
    this.#crosshair.move([x * step, y * step])
    this.#aimCross()
  }

  remove() {
    this.#off.abort()
    this.#map.off(this.#handlers)
    this.#map.doubleClickZoom.enable()
    this.#map.keyboard?.enable()
    this.#map.getContainer().classList.remove('editor-drawing')
    this.#crosshair.remove()
  }
}
