// aside.js: beside every step: the land on a small map with its areas, and what must be there before sending.

import { areaShort } from '../../ui/area-words.js'
import { element } from '../../ui/dom.js'
import { gettext, interpolate } from '../../ui/i18n.js'
import { lackList } from './check-step.js'
import { LandMap } from './land-map.js'

export class Aside {
  node
  #flow
  #map
  #facts = element('div', { class: 'flow-land-facts' })
  #lacks = element('section', { class: 'card', 'aria-labelledby': 'lacks-title' })

  constructor(flow) {
    this.#flow = flow
    this.#map = new LandMap(flow)
    const land = element('section', { class: 'card flow-land', 'aria-label': gettext('The land at a glance') }, this.#map.node, this.#facts)
    this.node = element('aside', { class: 'flow-aside', 'aria-label': gettext('Land and what is missing') }, land, this.#lacks)
  }

  show() {
    const flow = this.#flow
    this.#map.show()
    const rows = [...flow.land.values()].map(({ row }) => row).filter(Boolean)
    this.#facts.replaceChildren(...(rows.length ? rows.map((row) => this.#parcel(row)) : [element('p', { class: 'quiet' }, gettext('The map shows the land as soon as a drawn parcel is taken.'))]))
    this.#lacks.replaceChildren(element('h2', { id: 'lacks-title' }, gettext('Before sending')), lackList(flow))
  }

  #parcel(row) {
    const pair = (name, m2) => element('div', {}, element('dt', {}, name), element('dd', {}, Number(m2) ? areaShort(m2) : '–'))
    return element(
      'div', {},
      element('h2', {}, interpolate(gettext('Parcel %(code)s'), row)),
      element('dl', { class: 'facts' }, pair(gettext('Joined'), row.joined_area_m2), pair(gettext('On the deed'), row.area_deed_m2), pair(gettext('Drawn'), row.area_calc_m2)),
    )
  }
}
