// tile-grid.js: vector tiles on the map, each on a canvas of its own, so that a moved map draws only what is new.

import { L } from '../leaflet.js'
import { countsOf } from './clusters.js'
import { EXTENT, featureAt, readLayers, toDegrees } from './tile-data.js'
import { paintTile, prepare } from './tile-paint.js'

/** CSS pixels. A tile of 512 is that of one zoom less: the address has zoom - 1. */
const SIZE = 512
/** The server has zones from this zoom of its tiles on. */
const ZONES_FROM = 14
/** Beyond this zoom of the map the tiles below are enlarged: their grid is 4 cm. */
const FINEST = 19
/** Tiles that are painted in one frame while the map stands still; moved, it does not stop for more than one. */
const AT_ONCE = 4
/** A finger, in CSS pixels. */
const SLACK = 8

/**
 * Parcels (and zones) of one question. `events` dispatches 'change' when other tiles are shown, 'fail' {problem},
 * 'whole' when nothing is under way any more.
 */
export class TileGrid {
  events = new EventTarget()
  #map
  #api
  #look = null
  #layer
  #tiles = new Map()
  #question = { filter: {}, hasZones: false }
  #queue = []
  #underway = 0
  #isMoving = false
  #hidden = new Set()

  constructor(map, api, pane = 'parcels') {
    this.#map = map
    this.#api = api
    this.#layer = this.#makeLayer(pane)
    map.on('zoomend', () => this.#sharpen())
    map.on('movestart', () => { this.#isMoving = true })
    map.on('moveend', () => { this.#isMoving = false })
  }

  #makeLayer(pane) {
    const create = (coords, done) => this.#create(coords, done)
    const Layer = L.GridLayer.extend({ createTile: create })
    const layer = new Layer({ pane, tileSize: SIZE, minZoom: 1, maxNativeZoom: FINEST, keepBuffer: 1, updateWhenZooming: false, updateWhenIdle: false })
    layer.on('tileunload', ({ coords }) => this.#drop(keyOf(coords)))
    return layer
  }

  /** How parcels are coloured (looking/looks.js): what is here already is painted anew. Needed before the first question. */
  set look(look) {
    this.#look = look
    this.#sharpen()
  }

  /** Uids of parcels that are not to be painted. */
  set hidden(uids) {
    if (!uids.size && !this.#hidden.size) return
    this.#hidden = uids
    this.#sharpen()
  }

  /** `filter`: parameters of the API; `hasZones`: draw zones too. The old picture stays until the new one is here. */
  ask(filter, hasZones) {
    const question = { filter, hasZones }
    const isSame = JSON.stringify(question) === JSON.stringify(this.#question)
    this.#question = question
    if (!this.#map.hasLayer(this.#layer)) this.#layer.addTo(this.#map)
    else if (!isSame) this.reload()
  }

  /** Ask again for all tiles that are held; those that are the same come back as 304. */
  reload() {
    for (const tile of this.#tiles.values()) this.#load(tile)
  }

  get isWhole() {
    return this.#underway === 0 && this.#queue.length === 0
  }

  get #zoom() {
    return Math.min(FINEST, Math.round(this.#map.getZoom()))
  }

  /** The tiles of the present zoom. */
  get #shown() {
    const zoom = this.#zoom
    return [...this.#tiles.values()].filter(({ coords, data }) => coords.z === zoom && data)
  }

  /** Counts of parcels in view: [{lon, lat, parcels, m2, states}], none where parcels are drawn. */
  get clusters() {
    return this.#shown.flatMap(({ place, data }) => data.clusters.map(({ rings, properties }) => {
      const [lon, lat] = toDegrees(place, rings[0][0])
      return { lon, lat, ...countsOf(properties) }
    }))
  }

  /** The parcels that are drawn, once a tile that each is in: [{place, feature}]. */
  get pieces() {
    return this.#shown.flatMap(({ place, data }) => data.parcels.map((feature) => ({ place, feature })))
  }

  /** The properties of the parcel that is drawn at a place, or null. */
  parcelAt(latlng) {
    const zoom = this.#zoom
    const { x, y } = this.#map.project(latlng, zoom).divideBy(SIZE)
    const tile = this.#tiles.get(keyOf({ x: Math.floor(x), y: Math.floor(y), z: zoom }))
    if (!tile?.data) return null
    const slack = (SLACK * EXTENT) / (SIZE * this.#scale(zoom))
    return featureAt(tile.data.parcels, (x % 1) * EXTENT, (y % 1) * EXTENT, slack)?.properties ?? null
  }

  #create(coords, done) {
    const canvas = L.DomUtil.create('canvas', 'map-tile')
    const tile = { coords, canvas, place: { x: coords.x, y: coords.y, z: coords.z - 1 }, data: null, abort: null, done }
    this.#tiles.set(keyOf(coords), tile)
    this.#load(tile)
    return canvas
  }

  async #load(tile) {
    tile.abort?.abort()
    tile.abort = new AbortController()
    const { signal } = tile.abort
    this.#underway += 1
    try {
      const data = await this.#read(tile.place, signal)
      if (signal.aborted) return
      tile.data = data
      this.#paintSoon(tile)
      this.#finish(tile)
    } catch (problem) {
      if (problem.name === 'AbortError') return
      this.#finish(tile)
      this.#tell('fail', { problem })
    } finally {
      this.#underway -= 1
      if (this.isWhole) this.#tell('whole')
    }
  }

  /** Leaflet hides a tile until it is told, once, that it is ready: perhaps by another load than its first. */
  #finish(tile) {
    tile.done?.(null, tile.canvas)
    tile.done = null
  }

  async #read(place, signal) {
    const { filter, hasZones } = this.#question
    const isAsked = hasZones && place.z >= ZONES_FROM
    const [parcels, zones] = await Promise.all([
      this.#api.tile('parcels', place, filter, { signal }),
      isAsked ? this.#api.tile('zones', place, {}, { signal }) : null,
    ])
    return { ...readLayers(parcels, ['clusters', 'parcels']), ...readLayers(zones, ['zones']) }
  }

  #paintSoon(tile) {
    this.#queue.push(tile)
    if (this.#queue.length === 1) requestAnimationFrame(() => this.#paintNext())
  }

  #paintNext() {
    for (const tile of this.#queue.splice(0, this.#isMoving ? 1 : AT_ONCE)) {
      if (this.#tiles.get(keyOf(tile.coords)) === tile) this.#paint(tile)
    }
    if (this.#queue.length) requestAnimationFrame(() => this.#paintNext())
    this.#tell('change')
    if (this.isWhole) this.#tell('whole')
  }

  #paint({ canvas, coords, data }) {
    if (!data.parcels.length && !data.zones.length) return void (canvas.width = 0)
    const scale = this.#scale(coords.z)
    const context = prepare(canvas, SIZE, scale)
    paintTile(context, this.#unhidden(data), { pixel: (SIZE * scale) / EXTENT, look: this.#look })
  }

  isHidden(uid) {
    return this.#hidden.has(uid)
  }

  #unhidden({ parcels, zones }) {
    return { parcels: parcels.filter(({ properties }) => !this.isHidden(properties.uid)), zones }
  }

  /** Screen pixels a CSS pixel of a tile of this zoom: zooms between two are scaled pictures until painted anew. */
  #scale(zoom) {
    return this.#map.getZoomScale(this.#map.getZoom(), zoom)
  }

  #sharpen() {
    for (const tile of this.#shown) this.#paintSoon(tile)
  }

  #drop(key) {
    this.#tiles.get(key)?.abort?.abort()
    this.#tiles.delete(key)
    this.#tell('change')
  }

  #tell(name, detail = {}) {
    this.events.dispatchEvent(new CustomEvent(name, { detail }))
  }
}

function keyOf({ x, y, z }) {
  return `${z}/${x}/${y}`
}
