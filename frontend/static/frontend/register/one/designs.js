// designs.js: the design of the plot: size, proportion, soil, approved when.

import { element, icon } from '../../ui/dom.js'
import { gettext, interpolate, number, shortDate } from '../../ui/i18n.js'
import { dayHint, dayText, optionsOf, today } from '../asks.js'
import { actionButton, Card, facts } from './card.js'

export class Designs extends Card {
  constructor(page) {
    super(page, 'designs')
  }

  isShown() {
    return this.page.reads('designs')
  }

  contents() {
    const { page } = this
    const { designs } = page.rows
    const add = !page.isClosed && actionButton(gettext('Add'), page.whyNot('create', 'designs'), () => this.#edit({}), { glyph: icon('plus'), name: gettext('Add a design') })
    const none = element('p', { class: 'quiet' }, gettext('No design chosen yet.'))
    return [this.headline(gettext('Design'), add), designs.length ? element('ul', { class: 'records' }, ...designs.map((row) => this.#row(row))) : none]
  }

  #row(row) {
    const { page } = this
    const change = !page.isClosed && actionButton(gettext('Change'), page.whyNot('update', 'designs'), () => this.#edit(row), { name: gettext('Change the design') })
    const size = interpolate(gettext('%(size)s rai'), { size: number(row.size_rai, Number.isInteger(row.size_rai) ? 0 : 1) })
    const rows = facts([[gettext('Width to length'), page.name('ratio', row.ratio)], [gettext('Soil'), page.name('soil', row.soil)], [gettext('Approved on'), row.approved_on && shortDate(row.approved_on)]])
    return element('li', {}, element('div', { class: 'record-head' }, element('b', {}, size), change), rows)
  }

  #edit(row) {
    const { page } = this
    this.ask({
      title: row.uid ? gettext('Change the design') : gettext('A design'),
      label: gettext('Save'),
      fields: [
        { name: 'size_rai', kind: 'number', label: gettext('Size, rai'), value: row.size_rai ?? page.application.size_target_rai ?? '', required: true },
        { name: 'ratio', kind: 'select', label: gettext('Width to length'), options: optionsOf(page.codes.ratio), value: row.ratio, required: true },
        { name: 'soil', kind: 'select', label: gettext('Soil'), options: optionsOf(page.codes.soil), value: row.soil, required: true },
        { name: 'approved_on', kind: 'date', label: gettext('Approved on'), value: row.uid ? dayText(row.approved_on) : today(), required: true, hint: dayHint() },
      ],
      save: (values, changed) => (row.uid ? page.change('designs', row.uid, changed) : page.create('designs', values)),
    })
  }

  end() {
    if (!this.page.whyNot('create', 'designs')) this.#edit({})
  }
}
