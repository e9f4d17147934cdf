// works.js: the works on the land: planned, done, how much earth, accepted by whom.

import { element, icon } from '../../ui/dom.js'
import { gettext, interpolate, number, shortDate } from '../../ui/i18n.js'
import { dayHint, dayText } from '../asks.js'
import { actionButton, Card, facts } from './card.js'

export class Works extends Card {
  constructor(page) {
    super(page, 'works')
  }

  isShown() {
    return this.page.reads('works')
  }

  contents() {
    const { page } = this
    const { works } = page.rows
    const add = !page.isClosed && actionButton(gettext('Add'), page.whyNot('create', 'works'), () => this.#edit({}), { glyph: icon('plus'), name: gettext('Add a work') })
    const none = element('p', { class: 'quiet' }, gettext('No works planned yet.'))
    return [this.headline(gettext('Works'), add), works.length ? element('ul', { class: 'records' }, ...works.map((row) => this.#row(row))) : none]
  }

  #row(row) {
    const { page } = this
    const change = !page.isClosed && actionButton(gettext('Change'), page.whyNot('update', 'works'), () => this.#edit(row), { name: interpolate(gettext('Change %(name)s'), { name: row.kind }) })
    const state = row.accepted_on
      ? element('span', { class: 'tag tag-good' }, icon('check'), gettext('accepted'))
      : element('span', { class: 'tag' }, row.done_on ? gettext('done') : gettext('planned'))
    const rows = facts([
      [gettext('Planned'), row.planned_on && shortDate(row.planned_on)],
      [gettext('Done'), row.done_on && shortDate(row.done_on)],
      [gettext('Contractor'), row.contractor],
      [gettext('Volume'), row.volume_m3 && interpolate(gettext('%(number)s m³'), { number: number(row.volume_m3) })],
      [gettext('Accepted'), [row.accepted_on && shortDate(row.accepted_on), row.accepted_by].filter(Boolean).join(' · ')],
    ])
    return element('li', {}, element('div', { class: 'record-head' }, element('b', {}, row.kind), state, change), rows)
  }

  #edit(row) {
    const { page } = this
    const text = (name, label, more = {}) => ({ name, label, value: row[name] ?? '', ...more })
    const day = (name, label) => ({ name, kind: 'date', label, value: dayText(row[name]), hint: dayHint() })
    this.ask({
      title: row.uid ? gettext('Change the work') : gettext('A work'),
      label: gettext('Save'),
      fields: [
        text('kind', gettext('Work'), { required: true, placeholder: gettext('for example: digging the pond') }), text('contractor', gettext('Contractor')),
        day('planned_on', gettext('Planned')), day('done_on', gettext('Done')),
        text('volume_m3', gettext('Volume, m³'), { kind: 'number' }), day('accepted_on', gettext('Accepted on')), text('accepted_by', gettext('Accepted by')),
      ],
      save: (values, changed) => (row.uid ? page.change('works', row.uid, changed) : page.create('works', values)),
    })
  }

  end() {
    if (!this.page.whyNot('create', 'works') && !this.page.rows.works.length) this.#edit({})
    else this.node.focus()
  }
}
