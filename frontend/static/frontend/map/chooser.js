// chooser.js: choosing the area: the province, an amphoe, a tambon, within what the reader may see.

import { errorBox, skeletons } from '../ui/boxes.js'
import { element, icon } from '../ui/dom.js'
import { gettext, interpolate, pick } from '../ui/i18n.js'

/** `events` dispatches 'pick' {code}: '' is everything that the reader may see. */
export class AreaChooser {
  events = new EventTarget()
  #api
  #home
  #known = new Map()
  #dialog = document.getElementById('chooser')
  #search = document.getElementById('chooser-search')
  #body = document.getElementById('chooser-body')
  #path = document.getElementById('scope-path')
  #at = ''
  #chosen = ''

  /** `home`: the area of the reader's office. */
  constructor(api, home) {
    this.#api = api
    this.#home = home
    document.getElementById('scope').addEventListener('click', () => this.#open())
    this.#search.addEventListener('input', () => this.#showSearch())
  }

  /** Say the chosen area as a path: province › amphoe › tambon. */
  async show(code) {
    this.#chosen = code
    const whole = code || this.#home.code
    this.#path.replaceChildren(whole || gettext('All areas'))
    try {
      const areas = await Promise.all(pathOf(whole).map((one) => this.#area(one)))
      if (this.#chosen === code && areas.length) this.#path.replaceChildren(...pathNodes(areas))
    } catch (problem) {
      this.#path.title = problem.title
    }
  }

  async #area(code) {
    if (code === this.#home.code) return this.#home
    if (!this.#known.has(code)) this.#keep([await this.#nameOf(code)])
    return this.#known.get(code)
  }

  async #nameOf(code) {
    const { features } = await this.#api.items('areas', { code, skipGeometry: true, limit: 1 })
    return features[0] ?? { properties: { code, name_th: code, name_en: code } }
  }

  #keep(features) {
    for (const { properties } of features) this.#known.set(properties.code, properties)
  }

  #open() {
    this.#search.value = ''
    this.#dialog.showModal()
    this.#enter(this.#chosen.length >= 6 ? this.#chosen.slice(0, 4) : this.#chosen || this.#home.code)
  }

  async #enter(code) {
    this.#at = code
    this.#body.replaceChildren(...skeletons(5, 'row-skeleton'))
    try {
      const children = await this.#children(code)
      if (this.#at === code) this.#showList(code, children)
    } catch (problem) {
      this.#body.replaceChildren(errorBox(problem, () => this.#enter(code)))
    }
  }

  async #children(code) {
    if (code.length >= 6) return []
    const filter = code ? { parent: code } : { level: 'PROVINCE' }
    const { features } = await this.#api.items('areas', { ...filter, skipGeometry: true, limit: 200, sortby: 'code' })
    this.#keep(features)
    return features.map(({ properties }) => properties)
  }

  async #showList(code, children) {
    const here = await this.#area(code)
    const isHome = code === this.#home.code
    const up = !isHome && element('li', { class: 'is-wide' }, this.#item(gettext('One level up'), () => this.#enter(code.slice(0, -2)), 'chevron-left'))
    const all = element('li', { class: 'is-wide' }, this.#choice(isHome ? '' : code, wholeName(here)))
    this.#showItems([up, all, ...children.map((area) => this.#child(area))])
  }

  #child(area) {
    const isDeep = area.code.length >= 6
    const enter = () => this.#enter(area.code)
    return element('li', {}, isDeep ? this.#choice(area.code, pick(area, 'name')) : this.#item(pick(area, 'name'), enter, 'chevron-right'))
  }

  #choice(code, name) {
    const choose = () => {
      this.#dialog.close()
      this.events.dispatchEvent(new CustomEvent('pick', { detail: { code } }))
    }
    const button = this.#item(name, choose, 'map-pin')
    if (code === this.#chosen) button.setAttribute('aria-current', 'true')
    return button
  }

  #item(name, run, iconName) {
    return element('button', { class: 'chooser-item', type: 'button', on: { click: run } }, icon(iconName), name)
  }

  #showItems(items) {
    this.#body.replaceChildren(element('ul', { class: 'chooser-list' }, ...items))
  }

  async #showSearch() {
    const q = this.#search.value.trim()
    if (!q) return this.#enter(this.#at)
    try {
      const { features } = await this.#api.items('areas', { q, skipGeometry: true, limit: 200 })
      if (q === this.#search.value.trim()) this.#showFound(features.map(({ properties }) => properties))
    } catch (problem) {
      this.#body.replaceChildren(errorBox(problem, () => this.#showSearch()))
    }
  }

  #showFound(areas) {
    const mine = areas.filter(({ code }) => code.startsWith(this.#home.code) && code.length > 2).slice(0, 30)
    this.#keep(mine.map((properties) => ({ properties })))
    const nothing = element('li', { class: 'is-wide box-quiet' }, gettext('No such area in what you may see.'))
    this.#showItems(mine.length ? mine.map((area) => element('li', { class: 'is-wide' }, this.#choice(area.code, foundName(area)))) : [nothing])
  }
}

/** The codes from the province down to an area. */
function pathOf(code) {
  return [2, 4, 6].filter((length) => length <= code.length).map((length) => code.slice(0, length))
}

function pathNodes(areas) {
  const last = areas.at(-1)
  const before = areas.slice(0, -1).flatMap((area) => [pick(area, 'name'), element('i', { 'aria-hidden': 'true' }, '›')])
  return [...before, element('b', {}, pick(last, 'name'))]
}

function wholeName(area) {
  return interpolate(gettext('Everything in %(area)s'), { area: pick(area, 'name') })
}

function foundName(area) {
  const text = area.code.length === 4 ? gettext('amphoe %(area)s') : gettext('tambon %(area)s')
  return interpolate(text, { area: pick(area, 'name') })
}
