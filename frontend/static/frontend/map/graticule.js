// graticule.js: lines of longitude and latitude: without a picture underneath they say where and how large.

import { L } from './leaflet.js'
import { token } from './styles.js'

/** Degrees between two lines, by zoom. */
const STEPS = [[18, 0.001], [16, 0.002], [14, 0.01], [12, 0.05], [10, 0.1], [8, 0.5], [0, 1]]

export function addGraticule(map) {
  const group = L.layerGroup().addTo(map)
  const renderer = L.canvas({ pane: 'grid', padding: 0.1 })
  const draw = () => {
    group.clearLayers()
    for (const layer of linesOf(map.getBounds(), stepOf(map.getZoom()), renderer)) group.addLayer(layer)
  }
  map.on('moveend', draw)
  draw()
}

function stepOf(zoom) {
  return STEPS.find(([from]) => zoom >= from)[1]
}

function linesOf(bounds, step, renderer) {
  const [west, south, east, north] = [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()]
  const look = { renderer, pane: 'grid', color: token('map-grid'), weight: 1, opacity: 0.75, interactive: false }
  const digits = Math.max(0, Math.ceil(-Math.log10(step)))
  const meridians = multiples(west, east, step).flatMap((lon) => [
    L.polyline([[south, lon], [north, lon]], look),
    caption([south, lon], `${lon.toFixed(digits)}°`, [30, 46]),
  ])
  const parallels = multiples(south, north, step).flatMap((lat) => [
    L.polyline([[lat, west], [lat, east]], look),
    caption([lat, west], `${lat.toFixed(digits)}°`, [-4, 16]),
  ])
  return [...meridians, ...parallels]
}

function multiples(from, to, step) {
  const first = Math.ceil(from / step)
  return Array.from({ length: Math.max(0, Math.floor(to / step) - first + 1) }, (_, i) => (first + i) * step)
}

function caption(at, text, anchor) {
  const html = document.createElement('span')
  html.textContent = text
  const icon = L.divIcon({ className: 'map-label is-grid', html, iconSize: [60, 16], iconAnchor: anchor })
  return L.marker(at, { icon, pane: 'marks', interactive: false, keyboard: false })
}
