// consents-step.js: the consents as on the page of an application; a form that is being filled in survives a reload.

import { element, icon } from '../../ui/dom.js'
import { gettext } from '../../ui/i18n.js'
import { Consents } from '../one/consents.js'
import { say } from '../start.js'

const KEPT = 'form/consents'
const NEEDED = ['DATA']

export class ConsentsStep extends Consents {
  constructor(flow) {
    super(flow)
    this.node.classList.add('flow-step')
  }

  isBegun() {
    return this.page.rows.consents.length > 0
  }

  summary() {
    const given = (kind) => this.page.rows.consents.some((row) => row.kind === kind && !row.withdrawn_on)
    return { lacks: NEEDED.filter((kind) => !given(kind)).length }
  }

  contents() {
    const { page } = this
    const told = !page.isStored && element('p', { class: 'message message-warn' }, icon('circle-alert'), gettext('A consent is stored with its application. Fill in the applicant first.'))
    const about = element('p', { class: 'quiet' }, gettext('Signed on paper, in the version that stands at the foot of the form. Needed for sending: use of data. Needed later: digging and the learning centre.'))
    const [head, ...rest] = super.contents()
    return [head, told, about, ...rest].filter(Boolean)
  }

  /** Open the form for a kind, or go on with what was typed. */
  async end(kind) {
    const kept = this.page.draft.textsOf(KEPT)
    if (!(await this.page.wish.save())) return say(gettext('A consent is stored with its application. Fill in the applicant first.'))
    super.end(kept.kind ?? kind)
    const form = this.node.querySelector('.form')
    if (!form) return
    for (const [name, text] of Object.entries(kept)) if (form.elements[name]) form.elements[name].value = text
    form.addEventListener('input', () => this.page.draft.keep(KEPT, Object.fromEntries(new FormData(form))))
  }

  goOn() {
    if (this.page.draft.waiting.includes(KEPT)) this.end()
  }

  close() {
    this.page.draft.keep(KEPT, {})
    super.close()
  }
}
