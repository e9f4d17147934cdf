// contest.js: the same parcels drawn by our tile canvas, or by Leaflet's own canvas of GeoJSON, on the same bare map.

import { stateStyle } from './frontend/map/styles.js'
import { TileGrid } from './frontend/map/tiles/tile-grid.js'

const { L } = globalThis
/** One colour for all, as the other contestant has it. */
const LOOK = { order: ['draft'], keyOf: () => 'draft', style: stateStyle, fill: 100 }
const COLLECTION = '/api/collections/parcels'
/** What no contestant is asked for, and nobody looks at while he is measured. */
const BARE = { zoomControl: false, attributionControl: false, zoomAnimation: false, fadeAnimation: false, inertia: false }

function makeMap({ lat, lon, zoom }) {
  const map = L.map('map', BARE).setView([lat, lon], zoom)
  map.createPane('parcels')
  return map
}

const frame = () => new Promise((resolve) => requestAnimationFrame(resolve))

/** Until what was drawn is on the screen: the frame after the one that it was drawn in. */
async function painted() {
  await frame()
  await frame()
}

async function answer(path, options) {
  const response = await fetch(path, { credentials: 'same-origin', ...options })
  if (!response.ok) throw new Error(`${response.status} for ${path}`)
  return response
}

const api = {
  async tile(collection, { z, x, y }, _params, options) {
    const response = await answer(`/api/collections/${collection}/tiles/WebMercatorQuad/${z}/${y}/${x}`, options)
    return response.status === 204 ? null : response.arrayBuffer()
  },
}

/** Milliseconds until all parcels of the view are there, and how many they are. */
async function tiles(view) {
  const map = makeMap(view)
  const began = performance.now()
  const grid = new TileGrid(map, api)
  grid.look = LOOK
  const whole = new Promise((resolve, reject) => {
    grid.events.addEventListener('whole', () => grid.isWhole && resolve())
    grid.events.addEventListener('fail', ({ detail }) => reject(detail.problem))
  })
  grid.ask({}, false)
  await whole
  await painted()
  return { ms: performance.now() - began, parcels: new Set(grid.pieces.map(({ feature }) => feature.properties.uid)).size }
}

/** The same by GeoJSON: pages of 10,000 with one property, drawn in the same colours by Leaflet's canvas. */
async function geojson(view) {
  const map = makeMap(view)
  const began = performance.now()
  let next = `${COLLECTION}/items?limit=10000&properties=state&bbox=${map.getBounds().toBBoxString()}`
  const features = []
  while (next) {
    const page = await (await answer(next)).json()
    features.push(...page.features)
    next = page.links.find(({ rel }) => rel === 'next')?.href.replace(/^https?:\/\/[^/]+/, '')
  }
  const style = stateStyle('draft')
  L.geoJSON({ type: 'FeatureCollection', features }, { renderer: L.canvas(), style: () => style }).addTo(map)
  await painted()
  return { ms: performance.now() - began, parcels: features.length }
}

let frames = []
let isWatching = false

/** From now on, how long each frame takes. */
function watch() {
  frames = []
  isWatching = true
  let before = performance.now()
  const look = (now) => {
    frames.push(now - before)
    before = now
    if (isWatching) requestAnimationFrame(look)
  }
  requestAnimationFrame(look)
}

/** The worst frame in milliseconds and how many there were. */
function seen() {
  isWatching = false
  return { worst: Math.max(...frames), count: frames.length }
}

globalThis.bench = { tiles, geojson, watch, seen }
