// figures.js: the figures of a fiscal year in the area of the view; the strip shows them, the map colours areas by them.

const CURRENT = fiscalYearOf(new Date())
/** The programme's first year. */
const FIRST = 2564

/** Fiscal year n runs from October n−1 to September n and is named by the Buddhist era. */
export function fiscalYearOf(date) {
  return date.getFullYear() + 543 + (date.getMonth() >= 9 ? 1 : 0)
}

export const YEARS = Array.from({ length: CURRENT - FIRST + 1 }, (_, i) => CURRENT - i)

/** `events` dispatches 'change'; then `summary` is the API's answer, or `problem` says why not. */
export class Figures {
  events = new EventTarget()
  summary = null
  problem = null
  /** One row an area below the scope, for the map. */
  rows = []
  year = CURRENT
  #api
  #isAllowed
  #abort = new AbortController()

  /** `isAllowed`: who may not read reports has no figures, and asks for none. */
  constructor(api, isAllowed) {
    this.#api = api
    this.#isAllowed = isAllowed
  }

  /** Load the year and area of a view; without a year, that of the newest parcel in the programme. */
  async load({ fy, area }, states) {
    if (!this.#isAllowed) return
    this.#abort.abort()
    this.#abort = new AbortController()
    const { signal } = this.#abort
    try {
      this.year = Number(fy) || (await this.#newestYear(states, signal))
      this.summary = await this.#ask(area, signal)
      this.rows = area.length > 4 ? (await this.#ask(area.slice(0, 4), signal)).rows : this.summary.rows
      this.problem = null
    } catch (error) {
      if (error.name === 'AbortError') return
      Object.assign(this, { summary: null, rows: [], problem: error })
    }
    this.events.dispatchEvent(new CustomEvent('change'))
  }

  async #ask(area, signal) {
    return (await this.#api.get('/api/reports/summary', { fy: this.year, area }, { signal })).data
  }

  async #newestYear(states, signal) {
    const state = states.filterOf(['draft', 'process', 'returned', 'approved', 'done', 'closed'])
    const params = { state, sortby: '-updated_at', limit: 1, skipGeometry: true }
    const { features } = await this.#api.items('parcels', params, { signal })
    return features[0]?.properties.fy ?? CURRENT
  }
}
