// map-crosshair.js: a cross over the part of the map that the panel leaves free; the map moves under it.
/* global L */

import { freePart } from './map-fit.js'
import { toPosition } from './map-sketch.js'

export class Crosshair {
  #map
  #panel
  #place
  /** A panel that grows over the map pushes the cross away. */
  #watch = new ResizeObserver(() => this.#uncover())
  #node = Object.assign(document.createElement('div'), { className: 'editor-crosshair' })

  constructor(map, panel) {
    this.#map = map
    this.#panel = panel
    this.#node.setAttribute('aria-hidden', 'true')
    map.getContainer().append(this.#node)
    this.#centre()
    map.on('resize', this.#centre)
    this.#watch.observe(panel)
  }

  /** Where it points, as [lon, lat], not rounded. */
  get position() {
    return toPosition(this.#map.containerPointToLatLng(this.#place))
  }

  get isDim() { return this.#node.classList.contains('is-dim') }

  /** Step back while the mouse points elsewhere. */
  dim(isDim) {
    this.#node.classList.toggle('is-dim', isDim)
  }

  /** Move by pixels; at the border the map moves. */
  move(step) {
    const wanted = this.#place.add(step)
    const { min, max } = this.#free
    const inside = L.point(Math.min(max.x, Math.max(min.x, wanted.x)), Math.min(max.y, Math.max(min.y, wanted.y)))
    if (!inside.equals(wanted)) this.#map.panBy(wanted.subtract(inside), { animate: false })
    this.#put(inside)
  }

  #centre = () => {
    const { min, max } = this.#free
    this.#put(min.add(max).divideBy(2))
  }

  #uncover() {
    const { min, max } = this.#free
    if (this.#place.y > max.y || this.#place.y < min.y) this.#centre()
  }

  get #free() { return freePart(this.#map, this.#panel) }

  #put(place) {
    this.#place = place.round()
    L.DomUtil.setPosition(this.#node, this.#place)
  }

  remove() {
    this.#watch.disconnect()
    this.#map.off('resize', this.#centre)
    this.#node.remove()
  }
}
