// labels.js: words on the map that do not run into each other.

import { L } from './leaflet.js'

/** Letters are about this wide, in CSS pixels; the measure decides only what fits. */
const LETTER = 7.2
const LINE = 16

/**
 * Labels over one map. `show` takes candidates, the most important first:
 * {at: [lon, lat], lines: [text, …], className, room} where `room` is the free width in pixels (none: any).
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
      const box = this.#boxOf(candidate)
      const isTooWide = candidate.room !== undefined && box.right - box.left > candidate.room
      if (isTooWide || boxes.some((other) => overlap(box, other))) continue
      boxes.push(box)
      this.#group.addLayer(this.#marker(candidate, box))
    }
    return boxes
  }

  #boxOf({ at: [lon, lat], lines }) {
    const { x, y } = this.#map.latLngToContainerPoint([lat, lon])
    const width = Math.max(...lines.map(widthOf))
    const height = lines.length * LINE
    return { left: x - width / 2, right: x + width / 2, top: y - height / 2, bottom: y + height / 2 }
  }

  #marker({ at: [lon, lat], lines, className }, { left, right, top, bottom }) {
    const [first, ...rest] = lines
    const html = document.createElement('span')
    html.append(first, ...rest.map(smallLine))
    const size = [right - left, bottom - top]
    const icon = L.divIcon({ className: `map-label ${className}`, html, iconSize: size })
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

/** Thai vowels and tone marks above and below take no width. */
function widthOf(text) {
  return text.replace(/[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]/g, '').length * LETTER + 6
}

function overlap(a, b) {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom
}
