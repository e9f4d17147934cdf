// map.js: the map itself: panes, scale, keys, coordinates. It knows nothing of parcels.

import { gettext, interpolate } from '../ui/i18n.js'
import { L } from './leaflet.js'

/** Phetchabun: what is shown while nothing better is known. */
const HOME = [[15.2, 100.6], [17.2, 101.8]]
/** Order of what lies over what; Leaflet's own overlay pane stands at 400. */
const PANES = { areas: 250, grid: 260, parcels: 410, zones: 420, selection: 430, marks: 440, labels: 600, clusters: 610 }

/** Options of what moves by itself; readers may have asked their device for less of it. */
const MOTIONS = ['zoomAnimation', 'fadeAnimation', 'markerZoomAnimation', 'inertia']

/** The Leaflet map in `node`; `place` is {lat, lon, zoom} or null. */
export function createMap(node, place) {
  const isStill = matchMedia('(prefers-reduced-motion: reduce)').matches
  const motion = Object.fromEntries(MOTIONS.map((name) => [name, !isStill]))
  const map = L.map(node, { zoomControl: false, attributionControl: false, zoomSnap: 0.25, maxZoom: 21, minZoom: 5, ...motion })
  if (isStill) moveAtOnce(map)
  for (const [name, depth] of Object.entries(PANES)) map.createPane(name).style.zIndex = depth
  L.control.scale({ imperial: false, position: 'bottomright', maxWidth: 130 }).addTo(map)
  if (place) map.setView([place.lat, place.lon], place.zoom)
  else map.fitBounds(HOME)
  ringForKeysOnly(node)
  new ResizeObserver(() => map.invalidateSize({ animate: false })).observe(node)
  return map
}

/** Leaflet has no option for it: every way to move the map by some pixels ends here. */
function moveAtOnce(map) {
  const panBy = map.panBy.bind(map)
  map.panBy = (offset, options) => panBy(offset, { ...options, animate: false })
}

/** Leaflet focuses the map at a click; the focus ring is for those who came by keyboard. */
function ringForKeysOnly(node) {
  node.addEventListener('pointerdown', () => node.classList.add('is-pointed'))
  node.addEventListener('keydown', () => node.classList.remove('is-pointed'))
}

/** Where the map stands, for the address. */
export function placeOf(map) {
  const { lat, lng } = map.getCenter()
  return { lat, lon: lng, zoom: map.getZoom() }
}

/** Bounds of a box {west, south, east, north}. */
export function boundsOf({ west, south, east, north }) {
  return L.latLngBounds([south, west], [north, east])
}

/** Show the coordinates under the mouse, and those of the middle where there is no mouse. */
export function showCoordinates(map, node) {
  const show = ({ lat, lng }) => {
    node.textContent = interpolate(gettext('%(lat)s° N %(lon)s° E'), { lat: lat.toFixed(5), lon: lng.toFixed(5) })
  }
  map.on('mousemove', (event) => show(event.latlng))
  map.on('mouseout moveend', () => show(map.getCenter()))
  show(map.getCenter())
}
