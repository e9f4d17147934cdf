// labels.js: words on the map that do not run into each other.

import { L } from './leaflet.js'

/** Letters are about this wide, in CSS pixels; the measure decides only what fits. */
const LETTER = 7.2
const LINE = 16

/**
 * Labels over one map. `show` takes candidates, the most important first:
 * {at: [lon, lat], lines: [text, …], className, room, shifts} where `room` is the free width in pixels (none: any) and
 * `shifts` are the pixels downwards that the label may move by to find room, in order (none: it stays). `variants` are
 * several `lines`, the fullest first: the first that finds room is shown. The same candidates in the same order give the
 * same picture.
 */
export class Labels {
  #map
  #group
  #pane

  constructor(map, pane = 'labels') {
    this.#map = map
    this.#pane = pane
    this.#group = L.layerGroup().addTo(map)
  }

  clear() {
    this.#group.clearLayers()
  }

  /** Show what fits beside `taken`, boxes in container pixels, and return all boxes. */
  show(candidates, taken = []) {
    this.clear()
    const boxes = [...taken]
    for (const candidate of candidates) {
      const found = this.#find(candidate, boxes)
      if (!found) continue
      boxes.push(found.box)
      this.#group.addLayer(this.#marker(candidate, found))
    }
    return boxes
  }

  #find(candidate, boxes) {
    for (const lines of candidate.variants ?? [candidate.lines]) {
      for (const shift of candidate.shifts ?? [0]) {
        const box = this.#boxOf(candidate.at, lines, shift)
        if (!isTooWide(box, candidate.room) && !boxes.some((other) => overlap(box, other))) return { lines, shift, box }
      }
    }
    return null
  }

  #boxOf([lon, lat], lines, shift) {
    const point = this.#map.latLngToContainerPoint([lat, lon])
    const [x, y] = [point.x, point.y + shift]
    const width = Math.max(...lines.map(widthOf))
    const height = lines.length * LINE
    return { left: x - width / 2, right: x + width / 2, top: y - height / 2, bottom: y + height / 2 }
  }

  #marker({ at: [lon, lat], className }, { lines, shift, box: { left, right, top, bottom } }) {
    const [first, ...rest] = lines
    const html = document.createElement('span')
    html.append(first, ...rest.map(smallLine))
    const size = [right - left, bottom - top]
    const anchor = [size[0] / 2, size[1] / 2 - shift]
    const icon = L.divIcon({ className: `map-label ${className}`, html, iconSize: size, iconAnchor: anchor })
    return L.marker([lat, lon], { icon, pane: this.#pane, interactive: false, keyboard: false })
  }
}

function smallLine(text) {
  const small = document.createElement('small')
  small.textContent = text
  const line = document.createElement('div')
  line.append(small)
  return line
}

/** About how wide a line is, in CSS pixels: Thai vowels and tone marks above and below take no width. */
export function widthOf(text) {
  return text.replace(/[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]/g, '').length * LETTER + 6
}

function isTooWide({ left, right }, room) {
  return room !== undefined && right - left > room
}

function overlap(a, b) {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom
}
