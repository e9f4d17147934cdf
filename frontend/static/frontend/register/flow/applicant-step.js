// applicant-step.js: who applies, and for what: somebody new, or somebody whom the register knows.

import { element, icon } from '../../ui/dom.js'
import { gettext } from '../../ui/i18n.js'
import { may } from '../start.js'
import { ApplicantSearch } from './applicant-search.js'
import { SECTOR_OF } from './fields.js'
import { IdentityField } from './identity-field.js'
import { faultsOf } from './needs.js'
import { RecordForm } from './record-form.js'

export class ApplicantStep {
  node = element('section', { class: 'card flow-step', id: 'step-applicant', tabindex: '-1', 'aria-labelledby': 'applicant-title' })
  #flow
  #identity
  #shown = null
  #known = element('div', { class: 'flow-known' })

  constructor(flow) {
    this.#flow = flow
  }

  isBegun() {
    return Boolean(this.#flow.applicant.row) || this.#flow.applicant.isDirty
  }

  summary() {
    const { applicant, wish } = this.#flow
    const lacks = applicant.lacking.length + wish.lacking.length
    const faults = faultsOf([applicant, wish]) - lacks + (this.#identity?.isWrong ? 1 : 0)
    return { lacks, faults, small: lacks || faults ? '' : applicant.text('name_th') }
  }

  /** Built anew only when it is about somebody else; inputs keep what is being typed. */
  render() {
    if (this.#shown !== this.#flow.applicant) this.#build()
    this.#showKnown()
    this.#identity.node.hidden = !this.#flow.isOfPeople
    this.#identity.show()
  }

  #build() {
    const flow = this.#flow
    this.#shown = flow.applicant
    const action = flow.applicant.row ? 'update' : 'create'
    const why = flow.whyNot(action, 'applicants')
    this.#identity = new IdentityField(flow, may(flow.me, 'create', 'identities') ? '' : gettext('Your role may not do this. The amphoe officer can.'))
    const people = new RecordForm(flow.applicant, { title: gettext('Applicant'), why, foot: this.#identity.node })
    people.input('kind').addEventListener('input', ({ target }) => flow.applicant.set('sector', SECTOR_OF[target.value]))
    flow.applicant.events.addEventListener('saved', () => this.#identity.send())
    const wish = new RecordForm(flow.wish, { title: gettext('What is applied for'), why: flow.whyNot(flow.isStored ? 'update' : 'create', 'applications') })
    this.node.replaceChildren(
      element('h2', { id: 'applicant-title' }, gettext('Applicant')),
      this.#known,
      people.node,
      element('h3', { class: 'flow-part' }, gettext('What is applied for')),
      wish.node,
    )
  }

  /** Whom the register knows can be chosen until the application is made; after that it stays his. */
  #showKnown() {
    const flow = this.#flow
    const key = `${flow.isStored} ${flow.applicant.uid}`
    if (this.#known.dataset.key === key) return
    this.#known.dataset.key = key
    if (flow.isStored) return this.#known.replaceChildren(element('p', { class: 'quiet' }, gettext('The application stays this applicant’s. Corrections here change his entry in the register.')))
    const isKnown = flow.applicant.row
    const told = isKnown && element('p', { class: 'flow-chosen' }, icon('check'), gettext('Chosen from the register.'))
    const search = may(flow.me, 'create', 'applicants') && new ApplicantSearch(flow, (row) => flow.choose(row)).node
    this.#known.replaceChildren(...[told, search].filter(Boolean))
  }
}
