// parcel-tiles.js: the parcels on the map as vector tiles, and the mouse over them.

import { L } from './leaflet.js'
import { labelPlace } from './shapes.js'
import { token } from './styles.js'
import { borderInTile, EXTENT, toDegrees } from './tiles/tile-data.js'
import { TileGrid } from './tiles/tile-grid.js'

/**
 * `events` dispatches 'pick' {uid}, 'hover' {uid|null}, 'change' when other parcels are shown, 'fail' {problem} and
 * 'whole' when all that is in view is here.
 */
export class ParcelTiles {
  events = new EventTarget()
  #map
  #grid
  #lit = L.layerGroup()
  #hovered = null
  #isDeaf = false

  constructor(map, api) {
    this.#map = map
    this.#grid = new TileGrid(map, api)
    this.#lit.addTo(map)
    for (const name of ['change', 'fail', 'whole']) this.#grid.events.addEventListener(name, ({ detail }) => this.#tell(name, detail))
    map.on('click', ({ latlng }) => this.#pick(this.#grid.parcelAt(latlng)))
    map.on('mousemove', ({ latlng }) => this.#hover(this.#grid.parcelAt(latlng)?.uid ?? null))
    map.on('mouseout', () => this.#hover(null))
  }

  set look(look) {
    this.#grid.look = look
  }

  /** Parcels that are drawn by somebody else: uids. */
  set hidden(uids) {
    this.#grid.hidden = uids
  }

  ask(filter, hasZones) {
    this.#grid.ask(filter, hasZones)
  }

  reload() {
    this.#grid.reload()
  }

  get isWhole() {
    return this.#grid.isWhole
  }

  get clusters() {
    return this.#grid.clusters
  }

  /** Where words fit on the parcels in view: [{uid, code, m2, at: [lon, lat], width}], width in degrees. */
  get places() {
    const widest = new Map()
    for (const { place, feature } of this.#grid.pieces) {
      const { uid, code, area_calc_m2: m2 = 0 } = feature.properties
      if (!code || feature.isPoint) continue
      const found = placeIn(place, feature)
      if (found.width > (widest.get(uid)?.width ?? 0)) widest.set(uid, { uid, code, m2, ...found })
    }
    return [...widest.values()]
  }

  /** While a tool runs, a click belongs to the tool. */
  set isDeaf(is) {
    this.#isDeaf = is
    if (!is) return
    this.light(null)
    this.#hovered = null
    this.#map.getContainer().classList.remove('is-over-parcel')
  }

  /** Light one parcel up, or none. */
  light(uid) {
    this.#lit.clearLayers()
    const pieces = uid && !this.#grid.isHidden(uid) ? this.#grid.pieces.filter(({ feature }) => feature.properties.uid === uid) : []
    const lines = pieces.flatMap(({ place, feature }) => borderInTile(feature).map((line) => line.map((at) => toDegrees(place, at).reverse())))
    if (!lines.length) return
    L.polyline(lines, { pane: 'marks', interactive: false, color: token('map-selection'), weight: 2.4 }).addTo(this.#lit)
  }

  #pick(properties) {
    if (properties && !this.#isDeaf) this.#tell('pick', { uid: properties.uid })
  }

  #hover(uid) {
    if (uid === this.#hovered || this.#isDeaf) return
    this.#hovered = uid
    this.#map.getContainer().classList.toggle('is-over-parcel', uid !== null)
    this.light(uid)
    this.#tell('hover', { uid })
  }

  #tell(name, detail) {
    this.events.dispatchEvent(new CustomEvent(name, { detail }))
  }
}

/** Kept with the feature: a map that is moved asks again and again. */
const places = new WeakMap()

function placeIn(place, feature) {
  if (!places.has(feature)) places.set(feature, roomIn(place, feature))
  return places.get(feature)
}

/** The widest stretch inside the piece that lies in this tile. */
function roomIn(place, { rings }) {
  const flat = { type: 'Polygon', coordinates: [rings[0].map(({ x, y }) => [clamp(x), clamp(y)])] }
  const { at: [x, y], width } = labelPlace(flat)
  const at = toDegrees(place, { x, y })
  return { at, width: toDegrees(place, { x: x + width, y })[0] - at[0] }
}

function clamp(n) {
  return Math.min(EXTENT, Math.max(0, n))
}
