// land-step.js: the parcels of the application with their documents: taken from the map, or noted now and drawn later.

import { element, icon } from '../../ui/dom.js'
import { gettext, interpolate, ngettext, number } from '../../ui/i18n.js'
import { actionButton } from '../one/card.js'
import { LandSearch } from './land-search.js'
import { faultsOf } from './needs.js'
import { ParcelBlock } from './parcel-block.js'

export class LandStep {
  node = element('section', { class: 'card flow-step', id: 'step-land', tabindex: '-1', 'aria-labelledby': 'land-title' })
  #flow
  #blocks = new Map()
  #list = element('div', { class: 'flow-parcels' })
  #none = element('p', { class: 'quiet' }, gettext('No parcel yet. Take one that is drawn, or note its area now and draw it later.'))
  #actions = element('div', { class: 'card-actions' })

  constructor(flow) {
    this.#flow = flow
    const search = flow.whyNot('update', 'parcels') ? null : new LandSearch(flow).node
    this.node.append(...[element('h2', { id: 'land-title' }, gettext('Land')), search, this.#none, this.#list, this.#actions].filter(Boolean))
  }

  isBegun() {
    return this.#flow.land.size > 0
  }

  summary() {
    const { land, papersOfRight } = this.#flow
    const records = [...land.values(), ...papersOfRight.values()]
    const lacks = records.reduce((sum, record) => sum + record.lacking.length, 0) + (land.size ? 0 : 1)
    const faults = faultsOf(records) - records.reduce((sum, record) => sum + record.lacking.length, 0)
    const words = interpolate(ngettext('%(count)s parcel', '%(count)s parcels', land.size), { count: number(land.size) })
    return { lacks, faults, small: land.size && !lacks ? words : '' }
  }

  /** Blocks come and go with parcels; those that stay keep what is being typed. */
  render() {
    const { land } = this.#flow
    for (const [uid, block] of this.#blocks) if (!land.has(uid)) this.#remove(uid, block)
    for (const [uid, record] of land) if (!this.#blocks.has(uid)) this.#add(uid, record)
    for (const block of this.#blocks.values()) block.render()
    this.#none.hidden = land.size > 0
    this.#showActions()
  }

  #remove(uid, block) {
    block.node.remove()
    this.#blocks.delete(uid)
  }

  #add(uid, record) {
    const block = new ParcelBlock(this.#flow, record)
    this.#blocks.set(uid, block)
    this.#list.append(block.node)
  }

  #showActions() {
    if (this.#actions.childElementCount) return
    const why = this.#flow.whyNot('create', 'parcels')
    const note = actionButton(gettext('Note a parcel that is drawn later'), why, () => this.#note(), { className: 'button', glyph: icon('plus') })
    const draw = element('a', { class: 'button', href: `/?area=${this.#flow.application.tambon}` }, icon('pentagon'), gettext('Draw on the map'))
    const told = element('p', { class: 'quiet' }, gettext('What is drawn on the map is found above by its code; its details there lead back here.'))
    this.#actions.append(note, ...(why ? [] : [draw, told]))
  }

  #note() {
    const record = this.#flow.addParcel()
    this.render()
    this.#flow.show()
    this.#blocks.get(record.uid).focus()
  }
}
