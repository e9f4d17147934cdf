// land-search.js: parcels that are drawn and take part in nothing yet, to be taken into the application.

import { areaShort } from '../../ui/area-words.js'
import { element, icon } from '../../ui/dom.js'
import { gettext, interpolate, pick } from '../../ui/i18n.js'
import { say } from '../start.js'

const REST_MS = 300
const LIMIT = 6

export class LandSearch {
  #flow
  #timer
  #asked = 0
  #list = element('ul', { class: 'flow-found', 'aria-label': gettext('Drawn parcels') })
  #told = element('p', { class: 'quiet', role: 'status' })
  #message = element('p', { class: 'message', role: 'alert', hidden: true })

  constructor(flow) {
    this.#flow = flow
    const input = element('input', { type: 'search', id: 'drawn-parcel', autocomplete: 'off', maxlength: '40', placeholder: gettext('Code of a drawn parcel, for example 670101-0001') })
    input.addEventListener('input', () => this.#soon(input.value.trim()))
    const field = element('label', { class: 'search' }, icon('search'), element('span', { class: 'hidden-text' }, gettext('Take a drawn parcel')), input)
    this.node = element('div', { class: 'flow-search' }, field, this.#told, this.#message, this.#list)
    this.#offer(new URLSearchParams(location.search))
  }

  #soon(text) {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#find(text), REST_MS)
  }

  async #find(text) {
    this.#asked += 1
    const mine = this.#asked
    this.#message.hidden = true
    if (text.length < 3) return this.#show([], '')
    try {
      const { features } = await this.#flow.api.items('parcels', { q: text, limit: LIMIT, skipGeometry: true })
      if (mine === this.#asked) this.#show(features, features.length ? '' : gettext('No parcel of your area matches.'))
    } catch (problem) {
      if (!problem.kind) throw problem
      this.#show([], problem.detail || problem.title)
    }
  }

  /** The parcel from which somebody came here on the map, or those of the closed application. */
  async #offer(params) {
    const [uid, from] = [params.get('parcel'), params.get('from')]
    const { api } = this.#flow
    try {
      if (uid) this.#show([await api.item('parcels', uid)], gettext('The parcel that you came from:'))
      else if (from) this.#show((await api.items('parcels', { application: from, skipGeometry: true })).features, gettext('The parcels of the closed application:'))
    } catch (problem) {
      if (!problem.kind) throw problem
      this.#show([], problem.detail || problem.title)
    }
  }

  #show(features, words) {
    this.#told.replaceChildren(words)
    this.#list.replaceChildren(...features.filter(({ id }) => !this.#flow.land.has(id)).map((feature) => this.#row(feature)))
  }

  #row({ id, properties: p }) {
    const about = [pick(p, 'tambon'), p.area_calc_m2 && areaShort(p.area_calc_m2), p.application_no && interpolate(gettext('in application %(no)s'), { no: p.application_no })]
    const label = interpolate(gettext('Take %(code)s into the application'), p)
    const button = element('button', { class: 'button', type: 'button', 'aria-label': label, on: { click: () => this.#take(id, button) } }, gettext('Take it'))
    return element('li', {}, element('span', {}, element('b', {}, p.code), element('small', {}, about.filter(Boolean).join(' · '))), button)
  }

  async #take(uid, button) {
    button.disabled = true
    this.#message.hidden = true
    try {
      const isTaken = await this.#flow.takeParcel(uid)
      if (isTaken) button.closest('li').remove()
      else say(gettext('Fill in the applicant first: the parcel is taken once the application is stored.'))
    } catch (problem) {
      if (!problem.kind) throw problem
      this.#message.replaceChildren(icon('circle-alert'), problem.findings[0]?.message ?? (problem.detail || problem.title))
      this.#message.hidden = false
    } finally {
      button.disabled = false
    }
  }
}
