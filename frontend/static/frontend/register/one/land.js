// land.js: the parcels of the application: a small map each, the deed's, the drawn and the joined area with the difference.

import { areaShort } from '../../ui/area-words.js'
import { element, icon } from '../../ui/dom.js'
import { gettext, interpolate, ngettext, number, pick, signed } from '../../ui/i18n.js'
import { firstStage, ofStage } from '../../ui/stages.js'
import { actionButton, Card } from './card.js'
import { LandForms } from './land-forms.js'
import { boxAround, parcelMap } from './parcel-map.js'

const M2_PER_WAH = 4

export class Land extends Card {
  #forms
  /** What is known around parcels: uid and version → {neighbours, zones}. */
  #around = new Map()

  constructor(page) {
    super(page, 'land')
    this.#forms = new LandForms(this)
  }

  isShown() {
    return this.page.reads('parcels')
  }

  contents() {
    const { parcels } = this.page
    const title = interpolate(ngettext('Land: %(count)s parcel', 'Land: %(count)s parcels', parcels.length), { count: number(parcels.length) })
    return [
      this.headline(title, parcels.length > 0 && element('a', { href: benchOf(parcels[0]) }, gettext('Open on the map'))),
      parcels.length ? this.#table(parcels) : this.#nothing(),
      this.page.isClosed ? null : this.#actions(),
    ]
  }

  #nothing() {
    return element('p', { class: 'quiet' }, gettext('No parcel yet. Draw it on the map, or note its area first and draw it later.'))
  }

  #actions() {
    const { page } = this
    const draw = page.whyNot('create', 'parcels')
    const href = `/?area=${page.application.tambon}`
    return element(
      'div', { class: 'card-actions' },
      actionButton(gettext('Add a parcel'), draw, () => this.#forms.add(), { className: 'button', glyph: icon('plus') }),
      actionButton(gettext('Take a drawn parcel'), page.whyNot('update', 'parcels'), () => this.#forms.take(), { className: 'button', glyph: icon('map-pin') }),
      draw ? null : element('a', { class: 'button', href }, icon('pentagon'), gettext('Draw on the map')),
    )
  }

  #table(parcels) {
    const head = ['', gettext('Parcel'), gettext('On the deed'), gettext('Drawn'), gettext('Difference'), gettext('Joined')]
    const cells = head.map((name, at) => (name ? element('th', { scope: 'col', class: at > 1 && 'is-number' }, name) : element('td', {})))
    return element(
      'table', { class: 'land' },
      element('caption', { class: 'hidden-text' }, gettext('Parcels and their areas in rai-ngan-wah')),
      element('thead', {}, element('tr', {}, ...cells)),
      element('tbody', {}, ...parcels.map((parcel) => this.#row(parcel))),
      parcels.length > 1 && element('tfoot', {}, this.#sums(parcels)),
    )
  }

  #row(parcel) {
    const { properties: p } = parcel
    const documents = this.page.rows.documents?.filter((row) => row.parcel === parcel.id) ?? []
    const papers = documents.map((row) => [this.page.name('doc_type', row.doc_type), row.doc_no].filter(Boolean).join(' '))
    const change = !this.page.isClosed && actionButton(gettext('Change'), this.page.whyNot('update', 'parcels'), () => this.#forms.change(parcel), { name: interpolate(gettext('Change %(code)s'), p) })
    return element(
      'tr', {},
      element('td', { class: 'land-map' }, this.#drawing(parcel)),
      element(
        'th', { scope: 'row' },
        element('a', { href: benchOf(parcel) }, p.code),
        element('small', {}, [p.name, pick(p, 'tambon'), this.page.name('land_class', p.land_class), ...papers].filter(Boolean).join(' · ')),
        !parcel.geometry && element('a', { class: 'tag tag-wait', href: benchOf(parcel) }, icon('pentagon'), gettext('not drawn yet')),
        change,
      ),
      ...areaCells(p.area_deed_m2, p.area_calc_m2, p.joined_area_m2, p.joined_is_estimate),
    )
  }

  #sums(parcels) {
    const sum = (name) => (parcels.every(({ properties }) => properties[name]) ? parcels.reduce((total, { properties }) => total + Number(properties[name]), 0) : null)
    const isEstimate = parcels.some(({ properties }) => properties.joined_is_estimate)
    return element('tr', {}, element('td', { class: 'land-map' }), element('th', { scope: 'row' }, gettext('Together')), ...areaCells(sum('area_deed_m2'), sum('area_calc_m2'), sum('joined_area_m2'), isEstimate))
  }

  #drawing(parcel) {
    const place = element('a', { href: benchOf(parcel), 'aria-label': interpolate(gettext('%(code)s on the map'), parcel.properties) })
    if (!parcel.geometry) place.append(element('span', { class: 'parcel-map is-empty' }, icon('circle-dashed')))
    else this.#draw(place, parcel)
    return place
  }

  /** The parcel at once; what lies around it as soon as it is known. */
  #draw(place, parcel) {
    const key = `${parcel.id} ${parcel.properties.version}`
    const { page } = this
    const show = (around) => place.replaceChildren(parcelMap(parcel.geometry, {
      ...around,
      group: page.states.groupOf(page.application.state),
      groupOf: ({ properties }) => page.codes.zone_type.find(({ code }) => code === properties.zone_type)?.group_id?.toLowerCase() ?? 'outside',
      label: interpolate(gettext('Shape of %(code)s'), parcel.properties),
    }))
    show(this.#around.get(key) ?? {})
    if (!this.#around.has(key)) this.#look(parcel).then((around) => show(this.#around.set(key, around).get(key)))
  }

  async #look({ id, geometry }) {
    const { api } = this.page
    try {
      const [near, zones] = await Promise.all([
        api.items('parcels', { bbox: boxAround(geometry), limit: 60, properties: 'code' }),
        this.page.reads('zones') ? api.items('zones', { parcel: id, limit: 60 }) : { features: [] },
      ])
      return { neighbours: near.features.filter((one) => one.id !== id && one.geometry), zones: ofStage(zones.features, firstStage(zones.features)) }
    } catch (problem) {
      if (!problem.kind) throw problem
      // The drawing says enough without its surroundings.
      return {}
    }
  }

  end() {
    if (!this.page.parcels.length && !this.page.whyNot('create', 'parcels')) this.#forms.add()
    else this.node.focus()
  }
}

/** The bench at a parcel. */
function benchOf({ id }) {
  return `/?parcel=${id}`
}

function areaCells(deed, drawn, joined, isEstimate) {
  const cell = (name, ...content) => element('td', { class: 'is-number', 'data-label': name }, ...content)
  const text = (m2) => (m2 ? areaShort(m2) : '–')
  const about = isEstimate && element('small', {}, gettext('estimate'))
  return [
    cell(gettext('On the deed'), text(deed)), cell(gettext('Drawn'), text(drawn)),
    cell(gettext('Difference'), ...differenceWords(deed, drawn)),
    cell(gettext('Joined'), element('b', {}, text(joined)), about),
  ]
}

/** Drawn less deed, in square wah and per cent. */
function differenceWords(deed, drawn) {
  if (!deed || !drawn) return ['–']
  const difference = Number(drawn) - Number(deed)
  const wah = interpolate(gettext('%(number)s sq wah'), { number: signed(difference / M2_PER_WAH, 1) })
  return [wah, element('small', {}, `${signed((difference / Number(deed)) * 100, 1)} %`)]
}
