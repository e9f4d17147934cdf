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

  /** `fields`: the elements amphoe, tambon, village of a form; `home` is the reader's own area {code, name_th …}. */
  constructor(api, home, fields) {
    this.#api = api
    this.#home = home
    this.#fields = fields
    fields.amphoe.addEventListener('change', () => this.#below('tambon', fields.amphoe.value))
  }

  /** The areas right below one, by code. */
  async areas(parent) {
    const { features } = await this.#api.items('areas', { parent, skipGeometry: true, limit: 200, sortby: 'code' })
    return features.map(({ properties }) => properties)
  }

  /** Offer what suits a role, with `code` chosen. */
  async offer(role, code = '') {
    this.#limits = digitsOf(role)
    const { amphoe, tambon, village } = this.#fields
    const [least, most] = this.#limits
    amphoe.closest('.field').hidden = most < 4
    tambon.closest('.field').hidden = most < 6
    village.closest('.field').hidden = most < 8
    village.value = code.length === 8 ? String(Number(code.slice(6))) : ''
    const whole = least < 4 ? pick(this.#home, 'name') : gettext('Choose an amphoe')
    fill(amphoe, await this.areas(this.#home.code), whole, code.slice(0, 4))
    await this.#below('tambon', amphoe.value, code.slice(0, 6))
  }

  async #below(name, parent, chosen = '') {
    const whole = this.#limits[0] < 6 ? gettext('The whole amphoe') : gettext('Choose a tambon')
    fill(this.#fields[name], parent ? await this.areas(parent) : [], whole, chosen)
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
