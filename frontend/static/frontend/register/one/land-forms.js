// land-forms.js: parcels of an application: a new one that is drawn later, one that is drawn already, a changed area.

import { rai } from '../../geometry/units.js'
import { gettext, pick } from '../../ui/i18n.js'
import { optionsOf } from '../asks.js'

const ITEMS = '/api/collections/parcels/items'

export class LandForms {
  #card

  constructor(card) {
    this.#card = card
  }

  get #page() {
    return this.#card.page
  }

  /** A parcel of which only the area is known. */
  async add() {
    const page = this.#page
    const places = await this.#tambon()
    this.#card.ask({
      title: gettext('A parcel that is drawn later'),
      label: gettext('Add'),
      fields: [
        { name: 'tambon', kind: 'select', label: gettext('Tambon'), options: places, value: page.application.tambon, required: true },
        ...this.#common({ land_class: 'PRIVATE' }),
      ],
      save: (values) => page.post(ITEMS, {
        type: 'Feature', geometry: null, properties: { ...values, land_class: values.land_class || 'UNKNOWN', application: page.uid },
      }),
    })
  }

  #common({ name = '', land_class = '', joined_area_m2 = null, joined_is_estimate = false }) {
    return [
      {
        name: 'joined_area_m2', kind: 'area', label: gettext('Joined area'), required: true,
        value: joined_area_m2 ? rai(Number(joined_area_m2)).text : '', placeholder: '3-1-25.5', hint: gettext('rai-ngan-wah, for example 3-1-25.5'),
      },
      { name: 'land_class', kind: 'select', label: gettext('Land class'), options: optionsOf(this.#page.codes.land_class), value: land_class, required: true },
      { name: 'name', label: gettext('Name'), value: name, input: { maxlength: 200 } },
      { name: 'joined_is_estimate', kind: 'check', label: gettext('The joined area is an estimate'), value: joined_is_estimate },
    ]
  }

  change({ id, properties }) {
    this.#card.ask({
      title: properties.code,
      label: gettext('Save'),
      fields: this.#common(properties),
      save: (_values, changed) => this.#patch(id, changed),
    })
  }

  /** A parcel that was drawn before anyone applied for it. */
  take() {
    const page = this.#page
    this.#card.ask({
      title: gettext('A parcel that is drawn already'),
      label: gettext('Take it'),
      fields: [{ name: 'code', label: gettext('Parcel code'), required: true, placeholder: `${page.application.tambon}-0001`, hint: gettext('as on the map; the parcel must belong to no other application') }],
      save: async ({ code }) => {
        const { features } = await page.api.items('parcels', { code, skipGeometry: true, limit: 1 })
        if (!features.length) throw Object.assign(new Error(gettext('There is no parcel of this code in your area.')), { field: 'code' })
        await this.#patch(features[0].id, { application: page.uid }, features[0].properties.version)
      },
    })
  }

  async #patch(uid, properties, version = null) {
    if (!Object.keys(properties).length) return
    const page = this.#page
    const held = version ?? page.parcels.find(({ id }) => id === uid).properties.version
    try {
      await page.api.send('PATCH', `${ITEMS}/${uid}`, { type: 'Feature', properties }, { 'If-Match': `"${held}"` })
    } catch (problem) {
      if (problem.kind === 'stale') await page.reload()
      throw problem
    }
  }

  /** The tambon of the application's amphoe that the reader holds. */
  async #tambon() {
    const { api, me, application } = this.#page
    const { features } = await api.items('areas', { parent: application.amphoe, skipGeometry: true, limit: 200 })
    const held = features.filter(({ properties }) => properties.code.startsWith((me.area?.code ?? '').slice(0, 6)))
    return held.map(({ properties }) => [properties.code, pick(properties, 'name')])
  }
}

