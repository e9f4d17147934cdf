// bench-parts.js: the parts of the bench and who listens to whom.

import { gettext } from '../ui/i18n.js'
import { placeText } from '../ui/store.js'
import { sayAge } from './age.js'
import { AreaChooser } from './chooser.js'
import { Editor } from './editor/editor.js'
import { Figures } from './figures.js'
import { Filters } from './filters.js'
import { openingShape } from './first-view.js'
import { addGraticule } from './graticule.js'
import { Inspector } from './inspector.js'
import { listenToKeys } from './keys.js'
import { showLegend } from './legend.js'
import { ParcelList } from './list.js'
import { Looking } from './looking/looking.js'
import { placeOf } from './map.js'
import { MapView } from './map-view.js'
import { Notices } from './notices.js'
import { ParcelPins } from './pins.js'
import { Sheet } from './sheet.js'
import { showSummary } from './summary.js'
import { Toolbar } from './toolbar.js'

/** From this zoom on a pixel is less than 5 m. */
const DRAW_FROM = 15

export class Bench {
  #world
  #isBusy = false
  /** The uid of the parcel that the map is to go to once it is loaded. */
  #wanted = ''
  #isFar = false
  /** The list's first page, under way or done. */
  #loading = null

  constructor(world) {
    const { map, api, me, codes, i18n, store } = world
    this.#world = world
    this.sheet = new Sheet()
    this.figures = new Figures(api, Boolean(me.rights?.reports))
    this.filters = new Filters(world)
    this.list = new ParcelList(world)
    this.inspector = new Inspector(world)
    this.toolbar = new Toolbar(me)
    this.chooser = new AreaChooser(api, me.area ?? { code: '', name_th: '', name_en: '' })
    this.notices = new Notices(document.getElementById('notice'))
    this.view = new MapView({ ...world, figures: this.figures, notices: this.notices })
    this.pins = new ParcelPins(world)
    this.editor = new Editor({ map, api, me, codes, i18n, host: this.#host() })
    this.looking = new Looking({ ...world, view: this.view, editor: this.editor, list: this.list, notices: this.notices })
    addGraticule(map)
    sayAge(api, this.notices)
    showLegend(codes.zone_group)
    this.#showFigures(document.querySelectorAll('[data-summary]'))
    this.#listen()
  }

  /** Who may not read the figures of an area has no strip for them. */
  #showFigures(nodes) {
    const { me, store } = this.#world
    if (me.rights?.reports) showSummary(nodes, this.figures, (fy) => store.set({ fy }))
    else for (const node of nodes) node.hidden = true
  }

  #host() {
    return {
      features: (collection) => (collection === 'parcels' ? this.view.features : this.view.selection.features.zones),
      selected: () => this.inspector.shown(),
      refresh: (uid) => this.#refresh(uid ?? ''),
      status: (text) => this.#world.say(text),
      panel: () => document.getElementById('editor-panel'),
      setBusy: (is) => this.#setBusy(is),
    }
  }

  /** Load everything that the address asks for. */
  async open() {
    const { store, map, states } = this.#world
    const { view } = store
    this.#showColour(view.colour)
    this.chooser.show(view.area)
    this.filters.load(view)
    this.figures.load(view, states)
    this.#loading = this.list.load()
    if (view.parcel) this.#showParcel(view.parcel)
    if (view.place) return this.view.load()
    if (view.parcel) return this.#wantParcel(view.parcel, true)
    await this.#goToArea(view.area || this.#world.me.area?.code)
    map.fire('moveend')
  }

  /** Show an area: a tambon by its parcels, a larger one by its outline. */
  async #goToArea(code = '') {
    const { api, me, say } = this.#world
    try {
      await this.#loading
      const shape = await openingShape({ api, code, features: this.list.features, isOwn: !me.rights?.tiles })
      if (shape) this.view.goTo(shape, { isFar: true, isNear: code.length >= 6, maxZoom: 16 })
    } catch (problem) {
      say(problem.title)
    }
  }

  #listen() {
    const on = (part, name, listen) => part.events.addEventListener(name, ({ detail }) => listen(detail))
    on(this.#world.store, 'change', (change) => this.#follow(change))
    on(this.view, 'pick', ({ uid }) => this.#select(uid))
    on(this.view, 'sent', () => (this.#isBusy ? this.view.reload() : this.#refresh(this.#world.store.view.parcel)))
    on(this.view, 'hover', ({ uid }) => this.list.light(uid))
    on(this.view, 'area', ({ code }) => this.#choose(code))
    on(this.list, 'pick', ({ feature }) => this.#pickInList(feature.id))
    on(this.list, 'hover', ({ uid }) => this.view.light(uid))
    on(this.chooser, 'pick', ({ code }) => this.#choose(code))
    on(this.inspector, 'close', () => this.#select(''))
    on(this.inspector, 'loaded', (found) => this.#showSelected(found))
    on(this.inspector, 'place', ({ position }) => this.view.goToPlace(position, this.sheet.covered))
    on(this.inspector, 'sent', ({ uid }) => this.#refresh(uid))
    on(this.inspector, 'stage', ({ parcel, zones, planned }) => this.view.select(parcel, zones, planned))
    this.#listenToTools(on)
    this.#listenToButtons()
    listenToKeys({ search: () => this.#openSearch(), escape: () => this.#select(''), isBusy: () => this.#isBusy })
  }

  #listenToTools(on) {
    for (const part of [this.toolbar, this.inspector]) {
      on(part, 'start', ({ tool }) => this.#startTool(tool))
      on(part, 'refused', ({ reason }) => this.#world.say(reason))
    }
    for (const step of ['stop', 'undo', 'redo']) on(this.toolbar, step, () => this.editor[step]())
    on(this.view, 'neighbours', () => this.editor.neighboursCame())
    on(this.editor, 'tool', ({ tool }) => this.toolbar.showTool(tool))
    on(this.editor, 'history', (history) => this.toolbar.showHistory(history))
  }

  /** Corners are set to the metre: a parcel is not drawn on a map of the whole amphoe. */
  #startTool(tool) {
    const { map, say } = this.#world
    if (tool === 'parcel' && map.getZoom() < DRAW_FROM) say(gettext('Zoom in to the place of the parcel before drawing.'))
    else this.editor.start(tool)
  }

  #listenToButtons() {
    const { map, store } = this.#world
    const click = (id, run) => document.getElementById(id).addEventListener('click', run)
    click('zoom-in', () => map.zoomIn(1))
    click('zoom-out', () => map.zoomOut(1))
    click('show-all', () => this.#goToArea(store.view.area || this.#world.me.area?.code))
    click('colour', (event) => {
      const { colour } = event.target.dataset
      if (colour && colour !== store.view.colour) store.set({ colour })
    })
  }

  /** A parcel that was picked in the list may lie anywhere: the map goes there. */
  #pickInList(uid) {
    this.#wantParcel(uid, false)
    this.#select(uid)
  }

  #wantParcel(uid, isFar) {
    this.#wanted = uid
    this.#isFar = isFar
  }

  #openSearch() {
    this.sheet.openTab('list')
    this.filters.focusSearch()
  }

  #select(uid) {
    const { store } = this.#world
    if (uid !== store.view.parcel) store.set({ parcel: uid })
    else if (uid) this.inspector.show(uid)
    this.sheet.openTab('map')
  }

  #choose(area) {
    this.#world.store.set({ area })
    this.#goToArea(area || this.#world.me.area?.code)
  }

  /** The view has changed: bring the parts in line with it. */
  #follow({ view, changed }) {
    const has = (...names) => names.some((name) => changed.includes(name))
    if (has('area', 'q', 'groups', 'sort')) this.#loading = this.list.load()
    if (has('area', 'q')) this.filters.load(view)
    if (has('area', 'fy')) this.figures.load(view, this.#world.states)
    if (has('area')) this.chooser.show(view.area)
    if (has('area', 'q', 'groups', 'colour')) this.view.load()
    if (has('colour')) this.#showColour(view.colour)
    if (has('parcel')) this.#showParcel(view.parcel)
    if (has('place')) this.#followPlace(view.place)
    this.filters.show(view)
  }

  #showParcel(uid) {
    this.list.select(uid)
    if (uid) return this.inspector.show(uid)
    this.inspector.close()
    this.#showSelected({ parcel: null, zones: [] })
  }

  /** A parcel is in the inspector, or none: the map, the tools and the list follow. */
  #showSelected({ parcel, zones, planned }) {
    this.view.select(parcel, zones, planned)
    this.toolbar.select(parcel)
    this.pins.show(parcel)
    const isWanted = parcel?.geometry && this.#wanted === parcel.id
    const { covered } = this.sheet
    if (isWanted) this.view.goTo(parcel.geometry, { isFar: this.#isFar, covered })
    else if (covered && parcel?.geometry && !this.#isBusy) this.view.uncover(parcel.geometry, covered)
    this.#wanted = ''
  }

  #showColour(colour) {
    for (const button of document.querySelectorAll('[data-colour]')) {
      button.setAttribute('aria-pressed', String(button.dataset.colour === colour))
    }
  }

  #followPlace(place) {
    const { map } = this.#world
    if (place && placeText(place) !== placeText(placeOf(map))) map.setView([place.lat, place.lon], place.zoom)
  }

  #setBusy(is) {
    this.#isBusy = is
    const panel = document.getElementById('inspector')
    panel.classList.toggle('is-busy', is)
    panel.scrollTop = 0 // another thing is shown: from its beginning
    panel.hidden = !is && !this.#world.store.view.parcel
    if (is) this.sheet.openTab('map')
    this.view.isBusy = is
  }

  #refresh(uid) {
    const { store, states } = this.#world
    this.view.reload()
    this.#loading = this.list.load()
    this.filters.load(store.view)
    this.figures.load(store.view, states)
    this.#select(uid)
  }
}
