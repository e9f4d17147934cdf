// store.js: what the reader sees, kept in the address: it survives a reload and can be sent to a colleague.

/**
 * The view without anything chosen. `place` is {lat, lon, zoom} or null; `groups` are groups of states.
 * `fill` is the opacity of parcels in per cent, `hidden` what of the map is not shown,
 * `base` the id of the base map. */
export const START = Object.freeze({
  place: null,
  area: '',
  q: '',
  groups: Object.freeze([]),
  sort: '-area_calc_m2',
  parcel: '',
  colour: 'state',
  fill: 100,
  hidden: Object.freeze([]),
  base: '',
  fy: '',
})

export const GROUPS = ['none', 'draft', 'process', 'returned', 'approved', 'done', 'closed']
export const COLOURS = ['state', 'zone', 'model', 'land', 'lacks']
export const HIDEABLE = ['outlines', 'labels', 'grid']
const SORTS = ['-area_calc_m2', 'code', 'state', '-updated_at']
const UID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** Read a view from the search part of an address; what makes no sense counts as not chosen. */
export function readView(search) {
  const params = new URLSearchParams(search)
  const text = (name, pattern, otherwise) => (pattern.test(params.get(name) ?? '') ? params.get(name) : otherwise)
  return {
    place: readPlace(params.get('at')),
    area: text('area', /^(\d\d){1,4}$/, START.area),
    q: (params.get('q') ?? '').slice(0, 100),
    groups: among(GROUPS, params.get('state')),
    sort: SORTS.includes(params.get('sort')) ? params.get('sort') : START.sort,
    parcel: text('parcel', UID, START.parcel),
    colour: COLOURS.includes(params.get('colour')) ? params.get('colour') : START.colour,
    fill: /^(\d0|0)$/.test(params.get('fill') ?? '') ? Number(params.get('fill')) : START.fill,
    hidden: among(HIDEABLE, params.get('hide')),
    base: text('base', /^[\w-]{1,40}$/, START.base),
    fy: text('fy', /^25\d\d$/, START.fy),
  }
}

function among(names, text) {
  return names.filter((name) => (text ?? '').split(',').includes(name))
}

function readPlace(text) {
  const [lat, lon, zoom] = (text ?? '').split(',').map(Number)
  const isPlace = Math.abs(lat) <= 85 && Math.abs(lon) <= 180 && zoom >= 3 && zoom <= 22
  return isPlace ? { lat, lon, zoom } : null
}

/** The search part of the address of a view; what is not chosen is left out. */
export function writeView(view) {
  const params = new URLSearchParams()
  if (view.place) params.set('at', placeText(view.place))
  if (view.groups.length) params.set('state', view.groups.join(','))
  if (view.hidden.length) params.set('hide', view.hidden.join(','))
  for (const name of ['area', 'q', 'sort', 'parcel', 'colour', 'fill', 'base', 'fy']) {
    if (view[name] !== START[name]) params.set(name, view[name])
  }
  const text = params.toString().replaceAll('%2C', ',')
  return text ? `?${text}` : ''
}

/** A place as it stands in the address, rounded. */
export function placeText({ lat, lon, zoom }) {
  return `${lat.toFixed(6)},${lon.toFixed(6)},${Number(zoom.toFixed(2))}`
}

/** The present view; `events` dispatches 'change' {view, changed: names}. */
export class Store {
  events = new EventTarget()
  #view = readView(location.search)

  constructor() {
    addEventListener('popstate', () => this.#become(readView(location.search)))
  }

  get view() {
    return this.#view
  }

  /** Change the view. A choice of the reader makes a step that Back returns from; a moved map does not. */
  set(changes, { isStep = true } = {}) {
    const view = { ...this.#view, ...changes }
    const address = `${location.pathname}${writeView(view)}`
    if (isStep) history.pushState(null, '', address)
    else history.replaceState(null, '', address)
    this.#become(view)
  }

  #become(view) {
    const changed = Object.keys(view).filter((name) => JSON.stringify(view[name]) !== JSON.stringify(this.#view[name]))
    this.#view = view
    if (changed.length) this.events.dispatchEvent(new CustomEvent('change', { detail: { view, changed } }))
  }
}
