// applicant.js: one applicant: who it is, the applications, the parcels.

import { skeletons } from '../../ui/boxes.js'
import { areaShort } from '../../ui/area-words.js'
import { element } from '../../ui/dom.js'
import { fiscalYear, gettext, interpolate, number, pick } from '../../ui/i18n.js'
import { page as about } from '../../ui/page.js'
import { statePill } from '../../map/list-row.js'
import { modelWords } from '../list/columns.js'
import { facts } from '../one/card.js'
import { parcelMap } from '../one/parcel-map.js'
import { may, start } from '../start.js'
import { identityLine } from './identity.js'

const MOST = 100
const main = document.getElementById('applicant')

class Applicant {
  #world
  #uid

  constructor(world, uid) {
    this.#world = world
    this.#uid = uid
  }

  async open() {
    const { api } = this.#world
    const [applicant, applications] = await Promise.all([
      api.get(`/api/applicants/${this.#uid}`),
      api.get('/api/applications', { applicant: this.#uid, sortby: '-no', limit: MOST }),
    ])
    const { items, numberMatched } = applications.data
    const land = await this.#parcels(items.map(({ uid }) => uid))
    this.#show(applicant.data, { items, matched: numberMatched }, { items: land.features, matched: land.numberMatched })
  }

  async #parcels(applications) {
    const { api, me } = this.#world
    if (!applications.length || !may(me, 'read', 'parcels')) return { features: [] }
    return api.items('parcels', { application: applications.join(','), sortby: 'code', limit: MOST })
  }

  #name(list, code) {
    return pick(this.#world.codes[list].find((row) => row.code === code), 'name') || code || ''
  }

  #show(applicant, applications, parcels) {
    main.replaceChildren(
      this.#person(applicant),
      card('applications', gettext('Applications'), applications, element('ul', { class: 'app-cards' }, ...applications.items.map((row) => this.#application(row))), gettext('No application that you may see.')),
      card('parcels', gettext('Parcels'), parcels, element('ul', { class: 'person-land' }, ...parcels.items.map((one) => this.#parcel(one))), gettext('No parcel yet.')),
    )
    main.setAttribute('aria-busy', 'false')
    document.title = `${applicant.name_th} · ${document.title}`
    document.querySelector('.header-here').textContent = applicant.name_th
  }

  #person(row) {
    const phone = row.phone && element('a', { href: `tel:${row.phone.replace(/[^\d+]/g, '')}` }, row.phone)
    return element(
      'section', { class: 'card', 'aria-labelledby': 'person-title' },
      element('div', { class: 'head-title' }, element('h1', { id: 'person-title' }, row.name_th), row.deceased && element('span', { class: 'tag' }, gettext('deceased'))),
      facts([
        [gettext('Kind of applicant'), this.#name('applicant_kind', row.kind)],
        [gettext('Sector'), this.#name('sector', row.sector)],
        [gettext('National ID'), identityLine(row, this.#world)],
        [gettext('Registration of the organisation'), row.org_reg_no],
        [gettext('Telephone'), phone],
        [gettext('Tambon'), row.tambon_th],
        [gettext('Village code'), row.village_code],
      ]),
    )
  }

  #application(row) {
    const nameOf = (list, code) => this.#name(list, code)
    return element(
      'li', { class: 'app-card' },
      element(
        'div', {},
        element('p', { class: 'app-card-top' }, element('a', { href: `/applications/${row.uid}` }, row.no), element('span', {}, interpolate(gettext('Fiscal year %(year)s'), { year: fiscalYear(row.fy) }))),
        element('p', {}, [modelWords(row, nameOf), row.tambon_th, row.amphoe_th].filter(Boolean).join(' · '), ' · ', element('b', {}, row.joined_area?.text ?? '–')),
        element('p', { class: 'app-card-marks' }, statePill(row.state, this.#world.states)),
      ),
    )
  }

  #parcel({ id, geometry, properties: p }) {
    const group = this.#world.states.groupOf(p.state)
    const label = interpolate(gettext('Shape of %(code)s'), p)
    const drawing = geometry ? parcelMap(geometry, { group, groupOf: () => '', label }) : element('span', { class: 'parcel-map is-empty' }, gettext('not drawn yet'))
    const area = p.joined_area_m2 ?? p.area_calc_m2
    return element(
      'li', {}, drawing,
      element(
        'div', {},
        element('a', { href: `/?parcel=${id}` }, p.code),
        element('small', {}, [p.name, pick(p, 'tambon'), area && interpolate(gettext('%(area)s rai'), { area: areaShort(area) })].filter(Boolean).join(' · ')),
        statePill(p.state, this.#world.states),
      ),
    )
  }
}

/** A card of a list, with its count, what the list leaves out, or what stands there when it is empty. */
function card(id, title, { items, matched = items.length }, list, empty) {
  const count = items.length
  const left = matched > count && element('p', { class: 'quiet' }, interpolate(gettext('The first %(shown)s of %(count)s.'), { shown: number(count), count: number(matched) }))
  return element(
    'section', { class: 'card', 'aria-labelledby': `${id}-title` },
    element('div', { class: 'card-head' }, element('h2', { id: `${id}-title` }, title), count > 0 && element('span', { class: 'quiet' }, number(matched))),
    ...(count > 0 ? [list, left] : [element('p', { class: 'quiet' }, empty)]),
  )
}

main.replaceChildren(...['head', 'tall'].map((size) => skeletons(1, `card-skeleton is-${size}`)[0]))
start(main, (world) => new Applicant(world, about.uid).open())
