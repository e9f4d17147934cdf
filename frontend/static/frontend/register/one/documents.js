// documents.js: the documents of right, as the paper says them. The area on the paper is the authority (DOMAIN.md 3.4).

import { rai } from '../../geometry/units.js'
import { element, icon } from '../../ui/dom.js'
import { gettext, interpolate, number, shortDate } from '../../ui/i18n.js'
import { dayHint, dayText, optionsOf } from '../asks.js'
import { actionButton, Card, facts } from './card.js'

const M2_PER_WAH = 4

export class Documents extends Card {
  constructor(page) {
    super(page, 'documents')
  }

  isShown() {
    return this.page.reads('documents')
  }

  contents() {
    const { page } = this
    const rows = page.rows.documents
    const why = page.whyNot('create', 'documents') || (page.parcels.length ? '' : gettext('Add a parcel first: a document belongs to a parcel.'))
    return [
      this.headline(gettext('Land documents'), !page.isClosed && actionButton(gettext('Add'), why, () => this.#edit({}), { glyph: icon('plus'), name: gettext('Add a land document') })),
      rows.length ? element('ul', { class: 'records' }, ...rows.map((row) => this.#row(row))) : element('p', { class: 'quiet' }, gettext('No document written down yet.')),
    ]
  }

  #row(row) {
    const { page } = this
    const title = [page.name('doc_type', row.doc_type), row.doc_no].filter(Boolean).join(' · ')
    const none = row.confers === 'NONE' && element('span', { class: 'tag tag-bad' }, page.name('confers', row.confers))
    const actions = page.isClosed ? [] : [
      actionButton(gettext('Change'), page.whyNot('update', 'documents'), () => this.#edit(row), { name: interpolate(gettext('Change %(name)s'), { name: title }) }),
      actionButton(gettext('Delete'), page.whyNot('delete', 'documents'), () => this.#remove(row, title), { name: interpolate(gettext('Delete %(name)s'), { name: title }) }),
    ]
    return element('li', {}, element('div', { class: 'record-head' }, element('b', {}, title), element('span', { class: 'quiet' }, row.parcel_code), none, ...actions), this.#facts(row))
  }

  #facts(row) {
    return facts([
      [gettext('Area on the paper'), `${areaText(row.area_deed_wah)} (${interpolate(gettext('%(number)s sq wah'), { number: number(row.area_deed_wah, 2) })})`],
      [gettext('Holder'), [row.holder_name, row.co_holders && interpolate(gettext('and %(count)s co-holders'), { count: number(row.co_holders) })].filter(Boolean).join(' ')],
      [gettext('Map sheet'), [row.map_sheet, row.sheet_scale && `1:${number(row.sheet_scale)}`].filter(Boolean).join(' ')],
      [gettext('Land number'), row.land_no],
      [gettext('Survey page'), row.survey_page],
      [gettext('Book, page'), [row.book, row.page].filter(Boolean).join(' / ')],
      [gettext('Land office'), row.land_office],
      [gettext('Issued on'), row.issued_on && shortDate(row.issued_on)],
    ])
  }

  #edit(row) {
    const { page } = this
    const parcels = page.parcels.map(({ id, properties }) => [id, properties.code])
    const text = (name, label, more = {}) => ({ name, label, value: row[name] ?? '', ...more })
    this.ask({
      title: row.uid ? gettext('Change the document') : gettext('A land document'),
      label: gettext('Save'),
      fields: [
        !row.uid && { name: 'parcel', kind: 'select', label: gettext('Parcel'), options: parcels, value: parcels.length === 1 ? parcels[0][0] : '', required: true },
        { name: 'doc_type', kind: 'select', label: gettext('Kind'), options: optionsOf(page.codes.doc_type), value: row.doc_type, required: true },
        text('doc_no', gettext('Number')),
        { name: 'area_deed_wah', label: gettext('Area on the paper'), value: row.uid ? areaText(row.area_deed_wah) : '', required: true, placeholder: '3-1-25.5', hint: gettext('rai-ngan-wah, for example 3-1-25.5') },
        text('holder_name', gettext('Holder')),
        text('co_holders', gettext('Co-holders'), { kind: 'whole' }),
        text('map_sheet', gettext('Map sheet'), { placeholder: '5241 IV 3204' }),
        text('sheet_scale', gettext('Scale of the sheet'), { kind: 'whole', placeholder: '4000' }),
        text('land_no', gettext('Land number')),
        text('survey_page', gettext('Survey page')),
        text('book', gettext('Book')),
        text('page', gettext('Page')),
        text('land_office', gettext('Land office')),
        { name: 'issued_on', kind: 'date', label: gettext('Issued on'), value: dayText(row.issued_on), hint: dayHint() },
      ].filter(Boolean),
      save: (values, changed) => (row.uid ? page.change('documents', row.uid, withoutNull(changed)) : page.create('documents', values)),
    })
  }

  #remove(row, title) {
    this.ask({
      title: interpolate(gettext('Delete %(name)s?'), { name: title }),
      note: gettext('History keeps what it said.'),
      fields: [],
      label: gettext('Yes, delete'),
      save: () => this.page.remove('documents', row),
    })
  }

  end() {
    if (!this.page.rows.documents.length && this.page.parcels.length && !this.page.whyNot('create', 'documents')) this.#edit({})
    else this.node.focus()
  }
}

/** "3-1-25.5", with the second decimal that a deed may have. */
export function areaText(wah) {
  const { rai: whole, ngan } = rai(Math.floor(Number(wah)) * M2_PER_WAH)
  const rest = Number(wah) - whole * 400 - ngan * 100
  const digits = Number.isInteger(Math.round(rest * 100) / 10) ? 1 : 2
  return `${whole}-${ngan}-${rest.toFixed(digits).padStart(digits + 3, '0')}`
}

/** A count that was emptied is none at all. */
function withoutNull(changed) {
  return 'co_holders' in changed ? { ...changed, co_holders: changed.co_holders ?? 0 } : changed
}
