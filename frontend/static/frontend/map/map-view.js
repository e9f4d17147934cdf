// map-view.js: what the map shows for the present view: areas and counts of parcels when wide, parcels when near.

import { gettext, interpolate, number } from '../ui/i18n.js'
import { AreaLayer } from './area-layer.js'
import { BoxLoader } from './box-loader.js'
import { Labels } from './labels.js'
import { parcelLabels } from './looking/parcel-labels.js'
import { boundsOf, placeOf } from './map.js'
import { OwnParcels } from './own-parcels.js'
import { ParcelTiles } from './parcel-tiles.js'
import { parcelFilter } from './query.js'
import { geometryBox } from './shapes.js'
import { Selection } from './selection.js'
import { ClusterLayer } from './tiles/cluster-layer.js'
import { WaitingParcels } from './waiting-parcels.js'

/** From this zoom on parcels are drawn; below it they are counted. */
const NEAR = 12.5
/** Below this zoom areas are coloured by their applicants; above, one area fills the view and says nothing. */
const COLOURED_TO = 10.5
/** Below this zoom of the map there are no zones in the tiles. */
const ZONES_FROM = 14.5
const LABELS_FROM = 15.5
const LABELS_EVERY_MS = 150
/** A plot of some rai fills a good part of a phone. */
const PLACE_ZOOM = 18

/**
 * `events` dispatches 'pick' {uid}, 'hover' {uid|null}, 'area' {code}, 'neighbours' when those around a drawing
 * have come, 'sent' when a parcel that waited on this device has left.
 */
export class MapView {
  events = new EventTarget()
  #map
  #store
  #states
  #figures
  #notices
  #parcels
  #waiting
  #clusters
  #areas
  #labels
  #loaders
  #neighbours = []
  #loadedAreas = []
  #isBusy = false
  #underway = 0
  #isLabelling = false

  constructor({ map, store, api, me, states, codes, figures, notices }) {
    Object.assign(this, { selection: new Selection(map, states, codes.zone_type) })
    this.#map = map
    this.#store = store
    this.#states = states
    this.#figures = figures
    this.#notices = notices
    this.#parcels = me.rights?.tiles ? new ParcelTiles(map, api) : new OwnParcels(map, api)
    this.#waiting = new WaitingParcels(map, me.username)
    this.#clusters = new ClusterLayer(map, (state) => states.groupOf(state))
    this.#areas = new AreaLayer(map)
    this.#labels = new Labels(map)
    this.#loaders = { neighbours: new BoxLoader(api, 'parcels'), areas: new BoxLoader(api, 'areas') }
    this.#listen()
  }

  #listen() {
    for (const name of ['pick', 'hover']) this.#parcels.events.addEventListener(name, ({ detail }) => this.#tell(name, detail))
    this.#waiting.events.addEventListener('pick', ({ detail }) => this.#tell('pick', detail))
    this.#waiting.events.addEventListener('sent', () => this.#tell('sent', {}))
    this.#waiting.events.addEventListener('change', () => {
      this.#parcels.hidden = this.#waiting.changed
      if (this.#isBusy) this.#tell('neighbours', {})
    })
    this.#parcels.events.addEventListener('change', () => this.#labelSoon())
    this.#parcels.events.addEventListener('fail', ({ detail }) => this.#fail(detail.problem))
    this.#parcels.events.addEventListener('whole', () => this.#showWhether())
    this.#areas.events.addEventListener('pick', ({ detail }) => this.#tell('area', detail))
    this.#map.on('moveend', () => {
      this.#store.set({ place: placeOf(this.#map) }, { isStep: false })
      this.load()
    })
    this.#figures.events.addEventListener('change', () => this.#isNear || this.load())
  }

  #tell(name, detail) {
    this.events.dispatchEvent(new CustomEvent(name, { detail }))
  }

  get #isNear() {
    return Boolean(this.#parcels.isOwn) || this.#map.getZoom() >= NEAR
  }

  /** The parcels around the one that is being drawn, as GeoJSON and as they will be: tiles have whole units only, and no corners to share. */
  get features() {
    return this.#waiting.onto(this.#neighbours)
  }

  set isBusy(is) {
    this.#isBusy = is
    this.#setDeaf(is)
    if (!is) this.#neighbours = []
    this.#loaders.neighbours.forget()
    this.load()
  }

  /** While the reader measures or marks, a click on a parcel is not for the parcel. */
  set isDeaf(is) {
    this.#setDeaf(is || this.#isBusy)
  }

  #setDeaf(is) {
    for (const part of [this.#parcels, this.#waiting]) part.isDeaf = is
  }

  /** How parcels are coloured (looking/looks.js). Needed before the first load. */
  set look(look) {
    this.#parcels.look = look
  }

  light(uid) {
    this.#parcels.light(uid)
  }

  /** Show the selected parcel with its zones, and perhaps the plan over them; null when none is selected. */
  select(parcel, zones, planned = []) {
    this.selection.show(parcel, zones, planned)
    this.#label()
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
    if (isNear && this.#map.getBoundsZoom(bounds) < NEAR) this.#map.setView(bounds.getCenter(), Math.ceil(NEAR))
    else this.#map.fitBounds(bounds, room)
  }

  /** Bring a place on the ground, [lon, lat], into the middle of what the sheet leaves free. */
  goToPlace([lon, lat], covered = 0) {
    const middle = this.#map.project([lat, lon], PLACE_ZOOM).add([0, covered / 2])
    this.#map.setView(this.#map.unproject(middle, PLACE_ZOOM), PLACE_ZOOM, { animate: false })
    this.selection.mark([lon, lat])
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
    this.#parcels.reload()
    return this.load()
  }

  /** Load what the present view needs, and show it. */
  async load() {
    this.#notices.hide('failed')
    this.#askTiles()
    try {
      const isColoured = this.#map.getZoom() < COLOURED_TO
      await Promise.all([isColoured ? this.#loadCounts() : this.#loadOutlines(), this.#loadNeighbours()])
    } catch (problem) {
      this.#fail(problem)
    }
    this.#label()
  }

  #askTiles() {
    const { colour } = this.#store.view
    const isByZone = colour === 'zone'
    this.#parcels.ask(this.#isBusy ? {} : parcelFilter(this.#store.view, this.#states), isByZone)
    this.#showWhether()
    if (this.#isNear) this.#notices.hide('wide')
    else this.#notices.show('wide', gettext('Zoom in, or choose an area, to see its parcels.'), { iconName: 'map-pin' })
    const isTooWide = isByZone && !this.#parcels.isOwn && this.#isNear && this.#map.getZoom() < ZONES_FROM
    if (isTooWide) this.#notices.show('zones', gettext('Zoom in to see the zones in the parcels.'), { iconName: 'map-pin' })
    else this.#notices.hide('zones')
  }

  /** Tell assistive technology, and tests, whether the map is still being drawn. */
  #showWhether() {
    const isWhole = this.#parcels.isWhole && !this.#underway
    this.#map.getContainer().setAttribute('aria-busy', String(!isWhole))
  }

  #fail(problem) {
    this.#notices.show('failed', `${problem.title} ${gettext('The map may be incomplete.')}`, {
      look: 'is-bad', iconName: 'cloud-off', action: [gettext('Try again'), () => this.reload()],
    })
  }

  async #loadCounts() {
    const { rows, problem } = this.#figures
    if (problem) return this.#loadOutlines('AMPHOE')
    if (!rows.length) return
    const level = rows[0].code.length === 4 ? 'AMPHOE' : 'TAMBON'
    const found = await this.#loaders.areas.load(this.#map.getBounds(), { level, parent: rows[0].code.slice(0, -2) })
    if (found) this.#loadedAreas = found.features
    if (this.#map.getZoom() < COLOURED_TO) this.#areas.showCounts(this.#loadedAreas, rows)
  }

  async #loadOutlines(level = 'TAMBON') {
    const areas = await this.#loaders.areas.load(this.#map.getBounds(), { level })
    if (this.#map.getZoom() < COLOURED_TO !== (level === 'AMPHOE')) return
    if (areas) this.#loadedAreas = areas.features
    this.#areas.showOutlines(this.#loadedAreas)
  }

  async #loadNeighbours() {
    if (!this.#isBusy) return this.#notices.hide('more')
    this.#underway += 1
    this.#showWhether()
    const found = await this.#loaders.neighbours.load(this.#map.getBounds(), {}).finally(() => {
      this.#underway -= 1
      this.#showWhether()
    })
    if (!found || !this.#isBusy) return
    this.#neighbours = found.features
    this.#sayMore(found)
    this.#tell('neighbours', {})
  }

  /** Say plainly when more is in view than was loaded. */
  #sayMore({ features, numberMatched }) {
    if (numberMatched !== null && features.length >= numberMatched) return this.#notices.hide('more')
    const text = gettext('Corners of %(shown)s of %(all)s parcels in view can be met. Zoom in for all.')
    const all = numberMatched === null ? '10,000+' : number(numberMatched)
    this.#notices.show('more', interpolate(text, { shown: number(features.length), all }), { look: 'is-warn' })
  }

  /** Tiles arrive one by one, and words cost more than shapes: a map that is being dragged must not wait for them. */
  #labelSoon() {
    if (this.#isLabelling) return
    this.#isLabelling = true
    setTimeout(() => {
      this.#isLabelling = false
      this.#label()
    }, LABELS_EVERY_MS)
  }

  #label() {
    this.#clusters.show(this.#isNear ? [] : this.#parcels.clusters)
    const taken = this.selection.label()
    this.#areas.label(this.#clusters.boxes)
    const places = this.#map.getZoom() < LABELS_FROM ? [] : this.#parcels.places
    this.#labels.show(parcelLabels(places, this.#map, this.selection.features.parcel?.id), taken)
  }
}
