// parcel-block.js: one parcel: what joins, its three areas side by side, and its land documents as on paper.

import { areaShort } from '../../ui/area-words.js'
import { element, icon } from '../../ui/dom.js'
import { gettext, interpolate, signed } from '../../ui/i18n.js'
import { actionButton } from '../one/card.js'
import { say } from '../start.js'
import { RecordForm } from './record-form.js'

const M2_PER_WAH = 4

export class ParcelBlock {
  #flow
  #record
  #head = element('div', { class: 'record-head' })
  #areas = element('dl', { class: 'flow-areas' })
  #documents = element('div', { class: 'flow-documents' })
  #forms = new Map()
  #add = element('div', { class: 'card-actions' })

  constructor(flow, record) {
    this.#flow = flow
    this.#record = record
    const why = flow.whyNot(record.row ? 'update' : 'create', 'parcels')
    const form = new RecordForm(record, { title: gettext('Parcel'), why, head: this.#head })
    this.node = element('article', { class: 'flow-parcel', 'data-parcel': record.uid }, form.node, this.#areas, this.#documents, this.#add)
    this.form = form
  }

  focus() {
    this.form.input('joined_area_m2').focus()
  }

  render() {
    this.#showHead()
    this.#showAreas()
    this.#showDocuments()
  }

  #showHead() {
    const { row } = this.#record
    const key = row ? `${row.code} ${Boolean(row.geometry)}` : ''
    if (this.#head.dataset.key === key) return
    this.#head.dataset.key = key
    const title = element('h3', {}, row ? interpolate(gettext('Parcel %(code)s'), row) : gettext('New parcel'))
    const draw = row && element('a', { class: 'text-button', href: `/?parcel=${row.uid}` }, row.geometry ? gettext('Open on the map') : gettext('Draw the shape'))
    const out = row
      ? actionButton(gettext('Take it out'), this.#flow.whyNot('update', 'parcels'), () => this.#takeOut(), { name: interpolate(gettext('Take %(code)s out of the application'), row) })
      : actionButton(gettext('Drop this entry'), '', () => this.#flow.drop(this.#record))
    const undrawn = row && !row.geometry && element('span', { class: 'tag tag-wait' }, icon('pentagon'), gettext('not drawn yet'))
    this.#head.replaceChildren(...[title, undrawn, draw, out].filter(Boolean))
  }

  async #takeOut() {
    const { row } = this.#record
    try {
      await this.#flow.api.send('PATCH', `/api/collections/parcels/items/${row.uid}`, { type: 'Feature', properties: { application: null } }, { 'If-Match': `"${row.version}"` })
      this.#record.drop()
      await this.#flow.reload()
    } catch (problem) {
      if (!problem.kind) throw problem
      say(problem.detail || problem.title)
      await this.#flow.reload()
    }
  }

  /** Never one number: what the paper says, what was drawn, what joins. */
  #showAreas() {
    const { row } = this.#record
    this.#areas.hidden = !row
    if (!row) return
    const cell = (name, m2, more) => element('div', {}, element('dt', {}, name), element('dd', {}, m2 ? areaShort(m2) : '–', more && element('small', {}, more)))
    const { area_deed_m2: deed, area_calc_m2: drawn, joined_area_m2: joined } = row
    const estimate = row.joined_is_estimate && gettext('estimate')
    this.#areas.replaceChildren(cell(gettext('On the deed'), deed), cell(gettext('Drawn'), drawn, difference(deed, drawn)), cell(gettext('Joined'), Number(joined), estimate))
  }

  #showDocuments() {
    const flow = this.#flow
    const mine = [...flow.papersOfRight.values()].filter((record) => record.text('parcel') === this.#record.uid)
    for (const [uid, node] of this.#forms) if (!mine.some((record) => record.uid === uid)) this.#drop(uid, node)
    for (const record of mine) if (!this.#forms.has(record.uid)) this.#document(record)
    if (this.#add.childElementCount) return
    this.#add.append(actionButton(gettext('Add a land document'), flow.whyNot('create', 'documents'), () => this.#addDocument(), { className: 'button', glyph: icon('plus') }))
  }

  #drop(uid, node) {
    node.remove()
    this.#forms.delete(uid)
  }

  #document(record) {
    const flow = this.#flow
    const out = record.row
      ? actionButton(gettext('Delete'), flow.whyNot('delete', 'documents'), () => this.#delete(record), { name: gettext('Delete the land document') })
      : actionButton(gettext('Drop this entry'), '', () => flow.drop(record))
    const head = element('div', { class: 'record-head' }, icon('file-text'), element('h4', {}, gettext('Land document')), out)
    const { node } = new RecordForm(record, { title: gettext('Land document'), why: flow.whyNot(record.row ? 'update' : 'create', 'documents'), head })
    this.#forms.set(record.uid, node)
    this.#documents.append(node)
  }

  #addDocument() {
    const record = this.#flow.addDocument(this.#record.uid)
    this.#showDocuments()
    this.#flow.show()
    this.#forms.get(record.uid).querySelector('select').focus()
  }

  async #delete(record) {
    try {
      if (record.row) await this.#flow.remove('documents', record.row)
      this.#flow.drop(record)
      await this.#flow.reload()
    } catch (problem) {
      if (!problem.kind) throw problem
      say(problem.detail || problem.title)
    }
  }
}

function difference(deed, drawn) {
  if (!deed || !drawn) return ''
  const apart = Number(drawn) - Number(deed)
  return `${interpolate(gettext('%(number)s sq wah'), { number: signed(apart / M2_PER_WAH, 1) })} (${signed((apart / Number(deed)) * 100, 1)} %)`
}
