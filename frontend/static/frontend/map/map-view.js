// map-view.js: what the map shows for the present view: areas with counts when wide, parcels in the box when near.

import { gettext, interpolate, number } from '../ui/i18n.js'
import { AreaLayer } from './area-layer.js'
import { BoxLoader } from './box-loader.js'
import { DotLayer } from './dot-layer.js'
import { Labels } from './labels.js'
import { boundsOf, placeOf } from './map.js'
import { ParcelLayer } from './parcel-layer.js'
import { parcelFilter } from './query.js'
import { geometryBox, labelPlace } from './shapes.js'
import { Selection } from './selection.js'
import { ZoneLayer } from './zone-layer.js'

/** From this zoom on parcels are loaded; below it areas with counts. */
const NEAR = 13
const LABELS_FROM = 15.5

/** `events` dispatches 'pick' {uid}, 'hover' {uid|null}, 'area' {code}. */
export class MapView {
  events = new EventTarget()
  #map
  #store
  #states
  #figures
  #notices
  #parcels
  #zones
  #areas
  #dots
  #labels
  #loaders
  #loadedZones = []
  #loadedAreas = []
  #isBusy = false

  constructor({ map, store, api, states, codes, figures, notices }) {
    Object.assign(this, { selection: new Selection(map, states, codes.zone_type) })
    this.#map = map
    this.#store = store
    this.#states = states
    this.#figures = figures
    this.#notices = notices
    this.#parcels = new ParcelLayer(map, states)
    this.#zones = new ZoneLayer(map)
    this.#areas = new AreaLayer(map)
    this.#dots = new DotLayer(map, states)
    this.#labels = new Labels(map)
    this.#loaders = Object.fromEntries(['parcels', 'zones', 'areas'].map((name) => [name, new BoxLoader(api, name)]))
    this.#listen()
  }

  #listen() {
    for (const name of ['pick', 'hover']) this.#parcels.events.addEventListener(name, ({ detail }) => this.#tell(name, detail))
    this.#areas.events.addEventListener('pick', ({ detail }) => this.#tell('area', detail))
    this.#dots.events.addEventListener('pick', ({ detail }) => this.#isBusy || this.#tell('pick', detail))
    this.#map.on('moveend', () => {
      this.#store.set({ place: placeOf(this.#map) }, { isStep: false })
      this.load()
    })
    this.#figures.events.addEventListener('change', () => this.#map.getZoom() < NEAR && this.load())
  }

  #tell(name, detail) {
    this.events.dispatchEvent(new CustomEvent(name, { detail }))
  }

  get features() {
    return this.#parcels.features
  }

  set isBusy(is) {
    this.#isBusy = is
    this.#parcels.isDeaf = is
    this.load()
  }

  light(uid) {
    this.#parcels.light(uid)
  }

  /** Show the selected parcel with its zones; null when none is selected. */
  select(parcel, zones) {
    this.selection.show(parcel, zones)
    this.#paint()
  }

  /**
   * Bring a shape into view; `isFar` moves even when it is there, `isNear` keeps parcels visible.
   * `covered`: pixels hidden by the sheet below.
   */
  goTo(geometry, { isFar = false, isNear = false, maxZoom = 17.5, covered = 0 } = {}) {
    const bounds = boundsOf(geometryBox(geometry))
    const isThere = this.#map.getZoom() >= NEAR + 2 && this.#map.getBounds().contains(bounds)
    if (isThere && !isFar && !covered) return
    const edge = covered ? 30 : 60
    const room = { paddingTopLeft: [edge, 90], paddingBottomRight: [edge, covered + edge], maxZoom }
    if (isNear && this.#map.getBoundsZoom(bounds) < NEAR) this.#map.setView(bounds.getCenter(), NEAR)
    else this.#map.fitBounds(bounds, room)
  }

  /** Move a shape out from under the sheet that covers the lower part of the map. */
  uncover(geometry, covered) {
    const { x, y } = this.#map.latLngToContainerPoint(boundsOf(geometryBox(geometry)).getCenter())
    const size = this.#map.getSize()
    const isSeen = x > 0 && x < size.x && y > 0 && y < size.y - covered - 40
    if (!isSeen) this.#map.panBy([x - size.x / 2, y - (size.y - covered) / 2 - 40])
  }

  /** Ask again for everything in view, as after a save. */
  reload() {
    for (const loader of Object.values(this.#loaders)) loader.forget()
    return this.load()
  }

  /** Load what the present view needs, and show it. */
  async load() {
    const isNear = this.#map.getZoom() >= NEAR
    try {
      await (isNear ? this.#loadNear() : this.#loadWide())
      this.#notices.hide('failed')
    } catch (problem) {
      this.#notices.show('failed', `${problem.title} ${gettext('The map may be incomplete.')}`, {
        look: 'is-bad', iconName: 'cloud-off', action: [gettext('Try again'), () => this.reload()],
      })
    }
  }

  async #loadWide() {
    this.#showParcels({ features: [], numberMatched: 0 })
    this.#notices.hide('more-zones')
    this.#dots.show([])
    this.#zones.show([], new Set())
    this.#loaders.parcels.forget()
    this.#loaders.zones.forget()
    this.#notices.show('wide', gettext('Zoom in, or choose an area, to see its parcels.'), { iconName: 'map-pin' })
    const rows = this.#figures.rows
    if (!rows.length) return
    const level = rows[0].code.length === 4 ? 'AMPHOE' : 'TAMBON'
    const found = await this.#loaders.areas.load(this.#map.getBounds(), { level, parent: rows[0].code.slice(0, -2) })
    if (found) this.#loadedAreas = found.features
    if (this.#map.getZoom() < NEAR) this.#areas.showCounts(this.#loadedAreas, rows)
  }

  async #loadNear() {
    this.#notices.hide('wide')
    const bounds = this.#map.getBounds()
    const filter = this.#isBusy ? {} : parcelFilter(this.#store.view, this.#states)
    const isByZone = this.#store.view.colour === 'zone'
    const [areas, parcels, zones] = await Promise.all([
      this.#loaders.areas.load(bounds, { level: 'TAMBON' }),
      this.#loaders.parcels.load(bounds, filter),
      isByZone ? this.#loaders.zones.load(bounds, {}) : null,
    ])
    if (this.#map.getZoom() < NEAR) return
    if (areas) this.#loadedAreas = areas.features
    if (zones) this.#loadedZones = zones.features
    this.#areas.showOutlines(this.#loadedAreas)
    if (parcels) this.#showParcels(parcels)
    if (zones) this.#sayMore(zones, 'more-zones', gettext('Showing %(shown)s of %(all)s zones in view. Zoom in to see all.'))
    if (!isByZone) this.#notices.hide('more-zones')
    this.#paint()
  }

  #showParcels(found) {
    this.#parcels.show(found.features)
    this.#sayMore(found, 'more', gettext('Showing %(shown)s of %(all)s parcels in view. Zoom in to see all.'))
  }

  /** Say plainly when more is in view than was loaded. */
  #sayMore({ features, numberMatched }, name, text) {
    if (numberMatched !== null && features.length >= numberMatched) return this.#notices.hide(name)
    const all = numberMatched === null ? '10,000+' : number(numberMatched)
    this.#notices.show(name, interpolate(text, { shown: number(features.length), all }), { look: 'is-warn' })
  }

  /** One thing owns the fill: the state, or the zones of the map or of the selected parcel. */
  #paint() {
    const isByZone = this.#store.view.colour === 'zone'
    const uids = new Set(this.features.map(({ id }) => id))
    this.#dots.show(this.features)
    this.#parcels.empty(this.#zones.show(isByZone ? this.#loadedZones : [], uids))
    this.#label()
  }

  #label() {
    const taken = this.selection.label()
    this.#areas.label()
    const candidates = this.#map.getZoom() < LABELS_FROM ? [] : this.features.map((feature) => this.#labelOf(feature))
    this.#labels.show(candidates.filter(Boolean), taken)
  }

  #labelOf({ id, geometry, properties: { code } }) {
    const { parcel } = this.selection.features
    if (parcel?.id === id) return null
    const { at, width } = labelPlace(geometry)
    const [lon, lat] = at
    const west = this.#map.latLngToContainerPoint([lat, lon - width / 2])
    const room = this.#map.latLngToContainerPoint([lat, lon + width / 2]).x - west.x
    return { at, room, lines: [room > 100 ? code : code.split('-').at(-1)], className: '' }
  }
}
