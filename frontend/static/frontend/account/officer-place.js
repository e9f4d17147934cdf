// officer-place.js: the area of an officer, chosen from the widest down, as wide as the role allows.

import { element } from '../ui/dom.js'
import { gettext, pick } from '../ui/i18n.js'

// How many digits the area of a role has: the fewest and the most (parcels/officers.py).
const DIGITS = { PROVINCE: [2, 2], AMPHOE_HEAD: [4, 4], AMPHOE_OFFICER: [4, 6], VOLUNTEER: [8, 8], HOUSEHOLD: [2, 2] }
const ANY = [2, 6]

export function digitsOf(role) {
  return DIGITS[role] ?? ANY
}

export class Place {
  #api
  #home
  #fields
  #limits = ANY
  #known = new Map()

  /** `fields`: the elements amphoe, tambon, village of a form; `home` is the reader's own area {code, name_th …}. */
  constructor(api, home, fields) {
    this.#api = api
    this.#home = home
    this.#fields = fields
    fields.amphoe.addEventListener('change', () => this.#below())
  }

  /** Nothing is chosen any more: the form is opened anew. */
  forget() {
    this.#fields.amphoe.replaceChildren()
    this.#fields.tambon.replaceChildren()
  }

  /** Offer what suits a role, with `code` chosen, or what the reader had chosen before. */
  async offer(role, code = '') {
    this.#limits = digitsOf(role)
    const { amphoe, tambon, village } = this.#fields
    const [least, most] = this.#limits
    amphoe.closest('.field').hidden = most < 4
    tambon.closest('.field').hidden = most < 6
    village.closest('.field').hidden = most < 8
    if (code.length === 8) village.value = String(Number(code.slice(6)))
    const areas = await this.#areas(this.#home.code)
    const whole = this.#limits[0] < 4 ? pick(this.#home, 'name') : gettext('Choose an amphoe')
    fill(amphoe, areas, whole, code.slice(0, 4) || amphoe.value)
    await this.#below(code.slice(0, 6) || tambon.value)
  }

  /** The tambon of the amphoe that is chosen. */
  async #below(chosen = '') {
    const parent = this.#fields.amphoe.value
    const areas = parent ? await this.#areas(parent) : []
    // Another one may have been chosen meanwhile.
    if (parent !== this.#fields.amphoe.value) return
    fill(this.#fields.tambon, areas, this.#limits[0] < 6 ? gettext('The whole amphoe') : gettext('Choose a tambon'), chosen)
  }

  /** The areas right below one, by code; asked for once. */
  async #areas(parent) {
    if (!this.#known.has(parent)) {
      const asked = { parent, skipGeometry: true, limit: 200, sortby: 'code' }
      const { features } = await this.#api.items('areas', asked)
      this.#known.set(parent, features.map(({ properties }) => properties))
    }
    return this.#known.get(parent)
  }

  /** The code that is chosen; one that is too short for the role is refused by the server, in its words. */
  get code() {
    const { amphoe, tambon, village } = this.#fields
    const [, most] = this.#limits
    if (most < 4 || !amphoe.value) return this.#home.code
    if (most < 6 || !tambon.value) return amphoe.value
    const number = village.value.trim()
    return most < 8 || !number ? tambon.value : tambon.value + number.padStart(2, '0')
  }
}

function fill(select, areas, whole, chosen) {
  const options = areas.map((area) => element('option', { value: area.code, selected: area.code === chosen }, pick(area, 'name')))
  select.replaceChildren(element('option', { value: '' }, whole), ...options)
}
