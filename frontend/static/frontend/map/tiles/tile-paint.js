// tile-paint.js: one tile on a canvas: parcels by their class, or white with their zones on them.

import { shownZones } from '../../ui/stages.js'
import { token, zoneStyle } from '../styles.js'
import { EXTENT } from './tile-data.js'

/** A parcel smaller than this, in CSS pixels, has a dot on it. */
const SMALL = 9
const DOT = 4.5
/** A path of thousands takes twice as long as several of so many. */
const SHAPES_A_PATH = 100

/** `pixel`: CSS pixels a unit of the tile; the context already is in those units. `look`: as lookOf makes it. */
export function paintTile(context, { parcels, zones }, { pixel, look }) {
  const emptied = new Set(zones.map(({ properties }) => properties.parcel))
  const groups = grouped(parcels, ({ properties }) => look.keyOf(properties))
  for (const group of look.order) {
    const shapes = (groups.get(group) ?? []).filter(({ isPoint }) => !isPoint)
    const byFill = grouped(shapes, ({ properties }) => emptied.has(properties.uid))
    for (const [isEmptied, features] of byFill) paintShapes(context, features, look.style(group, isEmptied), pixel)
  }
  paintZones(context, zones, new Set(parcels.map(({ properties }) => properties.uid)), pixel, look.fill / 100)
  for (const group of look.order) paintDots(context, (groups.get(group) ?? []).filter((one) => isDot(one, pixel)), look.style(group).color, group === 'none' ? 0.6 : 1, pixel, parcels.length)
}

function grouped(features, keyOf) {
  const groups = new Map()
  for (const feature of features) {
    const key = keyOf(feature)
    if (groups.has(key)) groups.get(key).push(feature)
    else groups.set(key, [feature])
  }
  return groups
}

function isDot({ isPoint, box: [west, north, east, south] }, pixel) {
  return isPoint || Math.max(east - west, south - north) * pixel < SMALL
}

function paintZones(context, zones, shown, pixel, fill) {
  const groups = grouped(shownZones(zones).filter(({ properties }) => shown.has(properties.parcel)), ({ properties }) => properties.zone_group)
  for (const [group, features] of groups) paintShapes(context, features, { ...zoneStyle(group), fillOpacity: fill }, pixel)
}

function paintShapes(context, features, { color, weight, dashArray, fillColor, fillOpacity }, pixel) {
  const paths = pathsOf(features)
  context.globalAlpha = fillOpacity
  context.fillStyle = fillColor
  for (const path of paths) context.fill(path)
  context.globalAlpha = 1
  context.strokeStyle = color
  context.lineWidth = weight / pixel
  context.setLineDash(dashArray ? dashArray.split(' ').map((length) => length / pixel) : [])
  for (const path of paths) context.stroke(path)
}

function pathsOf(features) {
  const paths = []
  for (let from = 0; from < features.length; from += SHAPES_A_PATH) {
    const path = new Path2D()
    for (const { rings } of features.slice(from, from + SHAPES_A_PATH)) for (const ring of rings) addRing(path, ring)
    paths.push(path)
  }
  return paths
}

function addRing(path, ring) {
  path.moveTo(ring[0].x, ring[0].y)
  for (let i = 1; i < ring.length - 1; i += 1) path.lineTo(ring[i].x, ring[i].y)
  path.closePath()
}

/** Dots shrink where there are many, and outside the programme, so that those that count can be seen. */
function paintDots(context, features, colour, share, pixel, crowd) {
  if (!features.length) return
  const radius = (share * Math.max(1.8, DOT * Math.min(1, Math.sqrt(500 / crowd)))) / pixel
  const path = new Path2D()
  for (const { box: [west, north, east, south] } of features) {
    const [x, y] = [(west + east) / 2, (north + south) / 2]
    path.moveTo(x + radius, y)
    path.arc(x, y, radius, 0, 2 * Math.PI)
  }
  context.setLineDash([])
  context.fillStyle = colour
  context.strokeStyle = token('map-casing')
  context.lineWidth = Math.min(1.5 / pixel, radius / 2)
  context.stroke(path)
  context.fill(path)
}

/** Make a canvas `css` CSS pixels wide, as sharp as the screen at this `scale`, and its context in tile units. */
export function prepare(canvas, css, scale) {
  const size = Math.round(css * scale * (globalThis.devicePixelRatio || 1))
  if (canvas.width !== size) [canvas.width, canvas.height] = [size, size]
  const context = canvas.getContext('2d')
  context.setTransform(1, 0, 0, 1, 0, 0)
  context.clearRect(0, 0, size, size)
  context.setTransform(size / EXTENT, 0, 0, size / EXTENT, 0, 0)
  context.lineJoin = 'round'
  return context
}
