// base-images.js: the pictures of the base map under a sheet, fine enough for paper.

import { baseMaps } from '../../base/base-map.js'
import { Pmtiles } from '../../base/pmtiles.js'

/** Pixels a millimetre: about 150 dots an inch. */
const PIXELS_PER_MM = 6
const EQUATOR_M = 40075016.685578
const TILE = 256
const HALF = EQUATOR_M / 2
const WAIT_MS = 15_000

/** {images: [{href, box}], isWhole}: a picture that does not come leaves its place empty, and is to be told of. */
export async function baseImages(id, ground, signal) {
  const map = baseMaps.find((one) => one.id === id)
  if (!map) return { images: [], isWhole: true }
  const file = map.kind === 'pmtiles' ? new Pmtiles(map.url) : null
  const finest = file ? await finestOf(file) : map.max_zoom
  if (finest === null) return { images: [], isWhole: false }
  const wanted = tilesOf(ground, finest)
  const found = await Promise.all(wanted.map(async (tile) => ({ href: await hrefOf(map, file, tile, signal), box: boxOf(tile) })))
  return { images: found.filter(({ href }) => href), isWhole: found.every(({ href }) => href !== null) }
}

/** The finest zoom of a file, null when it does not answer. */
async function finestOf(file) {
  try {
    return (await inTime(file.zooms())).maxZoom
  } catch {
    return null
  }
}

function tilesOf(ground, finest) {
  const { west, south, east, north } = ground.box
  const perPixel = ground.scale / 1000 / PIXELS_PER_MM
  const z = Math.max(0, Math.min(finest, Math.round(Math.log2((EQUATOR_M * Math.cos((north * Math.PI) / 180)) / TILE / perPixel))))
  const [left, top] = tileAt(west, north, z)
  const [right, bottom] = tileAt(east, south, z)
  const columns = Array.from({ length: right - left + 1 }, (_, i) => left + i)
  return columns.flatMap((x) => Array.from({ length: bottom - top + 1 }, (_, i) => ({ z, x, y: top + i })))
}

function tileAt(lon, lat, z) {
  const size = 2 ** z
  const y = 0.5 - Math.asinh(Math.tan((lat * Math.PI) / 180)) / (2 * Math.PI)
  return [Math.floor(((lon + 180) / 360) * size), Math.floor(y * size)]
}

function boxOf({ z, x, y }) {
  const size = 2 ** z
  const lat = (row) => (Math.atan(Math.sinh(Math.PI * (1 - (2 * row) / size))) * 180) / Math.PI
  return { west: (x / size) * 360 - 180, east: ((x + 1) / size) * 360 - 180, north: lat(y), south: lat(y + 1) }
}

/** The address of a picture once it is there, '' when there is none of that place, null when it does not come. */
async function hrefOf(map, file, tile, signal) {
  try {
    if (file) return await hrefIn(file, tile, signal)
    return await loaded(map.kind === 'wms' ? wmsAddress(map, tile) : tileAddress(map, tile))
  } catch {
    return null
  }
}

async function hrefIn(file, tile, signal) {
  const blob = await inTime(file.tile(tile, signal))
  return blob ? loaded(URL.createObjectURL(blob)) : ''
}

function tileAddress({ url }, { z, x, y }) {
  return url.replace('{z}', z).replace('{x}', x).replace('{y}', y)
}

function wmsAddress({ url, layers }, { z, x, y }) {
  const size = EQUATOR_M / 2 ** z
  const bbox = [x * size - HALF, HALF - (y + 1) * size, (x + 1) * size - HALF, HALF - y * size].join(',')
  const params = new URLSearchParams({ service: 'WMS', request: 'GetMap', version: '1.3.0', layers, styles: '', format: 'image/png', transparent: 'false', width: TILE, height: TILE, crs: 'EPSG:3857', bbox })
  return `${url}${url.includes('?') ? '&' : '?'}${params}`
}

function loaded(href) {
  const image = new Image()
  image.src = href
  return inTime(image.decode()).then(() => href)
}

/** Rejects when nothing has come by then. */
function inTime(work) {
  const late = new Promise((_, reject) => { setTimeout(reject, WAIT_MS) })
  return Promise.race([work, late])
}
