// record-form.js: the inputs of a record that saves itself, with what is wrong at each and what a colleague saved meanwhile.

import { element, icon } from '../../ui/dom.js'
import { gettext, interpolate } from '../../ui/i18n.js'
import { control, mark, wrapped } from '../form.js'

let made = 0

export class RecordForm {
  node = element('div', { class: 'flow-form form', role: 'group' })
  #record
  #inputs = {}
  #message = element('p', { class: 'message', role: 'alert', hidden: true })
  #clash = element('div', { class: 'flow-clash', role: 'alert', hidden: true })

  /** `why` says why nothing may be changed here; `title` names the group. */
  constructor(record, { title, why = '', head = null, foot = null }) {
    made += 1
    this.#record = record
    this.node.setAttribute('aria-label', title)
    const fields = record.fields.filter((field) => !field.isHidden).map((field) => this.#field(field, `record-${made}-${field.name}`, why))
    const reason = why && element('p', { class: 'message message-warn' }, icon('lock'), why)
    this.node.append(...[head, reason, this.#clash, element('div', { class: 'form-fields' }, ...fields), this.#message, foot].filter(Boolean))
    record.events.addEventListener('change', () => this.#show())
    this.#show()
  }

  input(name) {
    return this.#inputs[name]
  }

  #field(field, id, why) {
    const value = this.#record.text(field.name)
    const input = control({ ...field, value }, id)
    if (why) input.disabled = true
    this.#inputs[field.name] = input
    const take = () => this.#record.set(field.name, input.type === 'checkbox' ? input.checked : input.value)
    input.addEventListener('input', take)
    input.addEventListener('blur', () => this.#record.isDirty && this.#record.save())
    return wrapped(field, input)
  }

  /** What is stored, where nobody is typing; what is wrong, at its field. */
  #show() {
    const record = this.#record
    for (const [name, input] of Object.entries(this.#inputs)) {
      this.#fill(input, record.text(name))
      unmark(input)
      if (record.wrong[name]) mark(input, record.wrong[name])
    }
    this.#message.hidden = !record.wrong['']
    this.#message.replaceChildren(icon('circle-alert'), record.wrong[''] ?? '')
    this.#showClash()
  }

  #fill(input, text) {
    if (input.type === 'checkbox') input.checked = text === true
    else if (input.value !== text) input.value = text
  }

  #showClash() {
    const { theirs } = this.#record
    this.#clash.hidden = !theirs
    if (!theirs || this.#clash.childElementCount) return theirs || this.#clash.replaceChildren()
    const rows = theirs.clashes.map((field) => this.#clashRow(field, theirs.row))
    const button = (label, isMine, more = '') => element('button', { class: `button ${more}`, type: 'button', on: { click: () => this.#record.choose(isMine) } }, label)
    this.#clash.append(
      element('p', { class: 'flow-clash-title' }, icon('triangle-alert'), gettext('A colleague saved this while you were typing.')),
      element('dl', { class: 'facts' }, ...rows),
      element('div', { class: 'form-buttons' }, button(gettext('Keep mine'), true, 'button-main'), button(gettext('Take the colleague’s'), false)),
    )
  }

  #clashRow(field, row) {
    const words = (text) => this.#shown(field, text) || gettext('(empty)')
    const both = interpolate(gettext('saved: “%(theirs)s” · yours: “%(mine)s”'), { theirs: words(field.text(row)), mine: words(this.#record.text(field.name)) })
    return element('div', {}, element('dt', {}, field.label), element('dd', {}, both))
  }

  #shown({ options }, text) {
    return options?.find(([code]) => code === text)?.[1] ?? String(text)
  }
}

function unmark(input) {
  input.removeAttribute('aria-invalid')
  input.removeAttribute('aria-describedby')
  input.closest('.field')?.querySelector('.field-bad')?.remove()
}
