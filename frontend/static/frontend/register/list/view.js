// view.js: which applications the list shows, kept in the address: it survives a reload and can be sent to a colleague.

/** Nothing chosen: everything, the longest waiting first. `place` is {after} or {before} of a page, or {}. */
export const START = Object.freeze({
  states: Object.freeze([]), q: '', area: '', fy: '', model: '', kind: '', sort: 'state_since', place: Object.freeze({}),
})

export const SORTS = ['no', 'applicant_name', 'state', 'state_since', 'reserve_rank', 'updated_at']
const CODE = /^[A-Z_]{1,30}$/

/** Read a view from the search part of an address; what makes no sense counts as not chosen. */
export function readView(search) {
  const params = new URLSearchParams(search)
  const text = (name, pattern, otherwise) => (pattern.test(params.get(name) ?? '') ? params.get(name) : otherwise)
  const sort = params.get('sort') ?? ''
  return {
    states: [...new Set((params.get('state') ?? '').split(',').filter((code) => CODE.test(code)))],
    q: (params.get('q') ?? '').slice(0, 100),
    area: text('area', /^\d{4}(\d\d)?$/, ''),
    fy: text('fy', /^25\d\d$/, ''),
    model: text('model', CODE, ''),
    kind: text('kind', CODE, ''),
    sort: SORTS.includes(sort.replace(/^-/, '')) ? sort : START.sort,
    place: readPlace(params),
  }
}

function readPlace(params) {
  const name = ['after', 'before'].find((one) => params.get(one))
  return name ? { [name]: params.get(name) } : {}
}

/** The search part of the address of a view; what is not chosen is left out. */
export function writeView(view) {
  const params = new URLSearchParams()
  if (view.states.length) params.set('state', view.states.join(','))
  for (const name of ['q', 'area', 'fy', 'model', 'kind', 'sort']) {
    if (view[name] !== START[name]) params.set(name, view[name])
  }
  for (const [name, value] of Object.entries(view.place)) params.set(name, value)
  const text = params.toString().replaceAll('%2C', ',')
  return text ? `?${text}` : ''
}

/** The view as the API's filters; without order and page. */
export function filterOf({ states, q, area, fy, model, kind }) {
  const place = area ? { [area.length === 4 ? 'amphoe' : 'tambon']: area } : {}
  return { state: states.join(','), q, fy, model, applicant_kind: kind, ...place }
}

/** The present view; `events` dispatches 'change'. */
export class View {
  events = new EventTarget()
  now = readView(location.search)

  constructor() {
    addEventListener('popstate', () => this.#become(readView(location.search)))
  }

  /** Change the view; another filter or order begins at its first page. Typing makes no step that Back returns from. */
  set(changes, { isStep = true } = {}) {
    const view = { ...this.now, place: {}, ...changes }
    const address = `${location.pathname}${writeView(view)}`
    if (isStep) history.pushState(null, '', address)
    else history.replaceState(null, '', address)
    this.#become(view)
  }

  #become(view) {
    this.now = view
    this.events.dispatchEvent(new CustomEvent('change'))
  }
}
