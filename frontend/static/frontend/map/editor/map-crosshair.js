// map-crosshair.js: a cross over the part of the map that the panel leaves free; the map moves under it.
/* global L */

import { toPosition } from './map-sketch.js'

const EDGE_PX = 40 // nearer to the border than this the map is moved instead

export class Crosshair {
  #map
  #panel
  #place
  #node = Object.assign(document.createElement('div'), { className: 'editor-crosshair' })

  constructor(map, panel) {
    this.#map = map
    this.#panel = panel
    this.#node.setAttribute('aria-hidden', 'true')
    map.getContainer().append(this.#node)
    this.#centre()
    map.on('resize', this.#centre)
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

  get #free() {
    const map = this.#map.getContainer().getBoundingClientRect()
    const panel = this.#panel?.getBoundingClientRect()
    const covers = panel && panel.height > 0 && panel.top > map.top && panel.top < map.bottom && panel.left < map.left + map.width / 2
    const bottom = covers ? panel.top - map.top : map.height
    return { min: L.point(EDGE_PX, EDGE_PX), max: L.point(map.width - EDGE_PX, bottom - EDGE_PX) }
  }

  #put(place) {
    this.#place = place.round()
    L.DomUtil.setPosition(this.#node, this.#place)
  }

  remove() {
    this.#map.off('resize', this.#centre)
    this.#node.remove()
  }
}
