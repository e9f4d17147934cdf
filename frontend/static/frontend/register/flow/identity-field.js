// identity-field.js: the national ID: checked here at the 13th digit, by the server when it is sent, and never kept on this device.

import { element, icon } from '../../ui/dom.js'
import { gettext, interpolate } from '../../ui/i18n.js'
import { mark } from '../form.js'
import { judge } from './identity-digits.js'

export class IdentityField {
  node = element('div', { class: 'flow-identity' })
  #flow
  #input = element('input', { class: 'input', id: 'national-id', type: 'text', inputmode: 'numeric', autocomplete: 'off', spellcheck: 'false', maxlength: '40', placeholder: 'x-xxxx-xxxxx-xx-x' })
  #stored = element('p', { class: 'flow-identity-stored', role: 'status' })
  #wrong = ''

  constructor(flow, why) {
    this.#flow = flow
    if (why) Object.assign(this.#input, { disabled: true, title: why })
    this.#input.addEventListener('input', () => this.#typed())
    const hint = why || gettext('13 digits as on the card. It is sent at once and never kept on this device.')
    const field = element('label', { class: 'field' }, element('span', { class: 'field-name' }, gettext('National ID')), this.#input, element('span', { class: 'field-hint' }, hint))
    this.node.append(field, this.#stored)
    this.show()
  }

  get isWrong() {
    return Boolean(this.#wrong)
  }

  /** Typed to the end and not yet sent, since there is nobody yet whose number it is. */
  get waits() {
    return judge(this.#input.value) === 'good'
  }

  show() {
    const masked = this.#flow.applicant?.row?.national_id_masked
    this.#stored.hidden = !masked
    this.#stored.replaceChildren(icon('check'), masked ? interpolate(gettext('stored: %(id)s'), { id: masked }) : '')
  }

  #typed() {
    const verdict = judge(this.#input.value)
    this.#say(verdict === 'bad' ? gettext('This number does not pass the check: at least one digit is wrong. Compare it with the card group by group, 1 · 2345 · 67890 · 12 · 3.') : '')
    if (verdict === 'good') this.send()
  }

  #say(text) {
    this.#wrong = text
    this.#flow.isIdentityWrong = Boolean(text)
    this.#input.removeAttribute('aria-invalid')
    this.node.querySelector('.field-bad')?.remove()
    if (text) mark(this.#input, text)
    this.#flow.show()
  }

  /** Send it, once its owner is on the server. */
  async send() {
    const { applicant, api } = this.#flow
    if (!this.waits || !(await applicant.save())) return
    try {
      const { data } = await api.send('PUT', `/api/applicants/${applicant.uid}/identity`, { national_id: this.#input.value })
      this.#input.value = ''
      applicant.row = { ...applicant.row, ...data }
      this.#say('')
      this.show()
    } catch (problem) {
      if (!problem.kind) throw problem
      this.#say(problem.findings[0]?.message ?? (problem.detail || problem.title))
    }
  }
}
