// map-fit.js: the part of the map that the panel leaves free, and bringing a shape into it.
/* global L */

import { widthOf } from '../labels.js'
import { labelPlace } from '../shapes.js'
import { toLatLng } from './map-sketch.js'

const MARGIN_PX = 40
const TOOLBAR_PX = 90 // on a desktop the toolbar lies over the upper part
const BUTTONS_PX = 76 // the buttons of the map lie over its right side
const DRAWING_ZOOM = 17
const SMALL = 0.2 // a shape that fills less than this of the free part is hard to draw in

/** The free part in container pixels, {min, max}: on a phone the panel lies over the lower part of the map. */
export function freePart(map, panel) {
  const { top, bottom, left, width, height } = map.getContainer().getBoundingClientRect()
  const over = panel?.getBoundingClientRect()
  const covers = over && over.height > 0 && over.top > top && over.top < bottom && over.left < left + width / 2
  const free = covers ? over.top - top : height
  return { min: L.point(MARGIN_PX, covers ? MARGIN_PX : TOOLBAR_PX), max: L.point(width - BUTTONS_PX, free - MARGIN_PX) }
}

/** Move the map so that MultiPolygon coordinates can be worked on, unless they can already. */
export function fitShape(map, polygons, panel) {
  const bounds = L.latLngBounds(polygons.flat(2).map(toLatLng))
  const { min, max } = freePart(map, panel)
  const [a, b] = [bounds.getNorthWest(), bounds.getSouthEast()].map((corner) => map.latLngToContainerPoint(corner))
  const isInside = a.x >= min.x && a.y >= min.y && b.x <= max.x && b.y <= max.y
  const isLarge = Math.max((b.x - a.x) / (max.x - min.x), (b.y - a.y) / (max.y - min.y)) > SMALL
  if (isInside && isLarge) return
  map.fitBounds(bounds, { paddingTopLeft: min, paddingBottomRight: map.getSize().subtract(max), animate: false })
}

/** Whether these lines stay within a piece on the screen; the list in the panel has its name by its number. */
export function hasRoomFor(map, polygon, lines) {
  return widthOnMap(map, polygon) >= Math.max(...lines.map(widthOf))
}

function widthOnMap(map, polygon) {
  const { at: [lon, lat], width } = labelPlace({ type: 'Polygon', coordinates: polygon })
  const [left, right] = [lon - width / 2, lon + width / 2].map((x) => map.latLngToContainerPoint([lat, x]).x)
  return right - left
}

/** Bring a place into view when it is not: a drawing that is continued may lie elsewhere. */
export function showPlace(map, position) {
  const place = toLatLng(position)
  if (!map.getBounds().contains(place)) map.setView(place, Math.max(map.getZoom(), DRAWING_ZOOM), { animate: false })
}
