// check-step.js: what is missing, each with the way to its end, and sending.

import { element, icon } from '../../ui/dom.js'
import { gettext, interpolate, number } from '../../ui/i18n.js'
import { roleNames } from '../asks.js'
import { actionButton, line } from '../one/card.js'
import { lackWords } from '../one/lack.js'
import { blocking, papersOf, stepOf } from './needs.js'
import { stepNames } from './steps.js'

const TO = 'APPLIED'

export class CheckStep {
  node = element('section', { class: 'card flow-step', id: 'step-check', tabindex: '-1', 'aria-labelledby': 'check-title' })
  #flow
  #message = element('p', { class: 'message', role: 'alert', hidden: true })

  constructor(flow) {
    this.#flow = flow
  }

  isBegun() {
    return !blocking(this.#flow).length
  }

  summary() {
    const lacks = blocking(this.#flow).length
    return { lacks: 0, small: lacks ? '' : gettext('ready') }
  }

  render() {
    const flow = this.#flow
    this.node.replaceChildren(
      element('h2', { id: 'check-title' }, gettext('Check and send')),
      this.#facts(),
      element('h3', { class: 'flow-part' }, gettext('Before sending')),
      lackList(flow),
      element('h3', { class: 'flow-part' }, gettext('Later, for “papers complete”')),
      this.#later(),
      ...this.#warnings(),
      this.#message,
      this.#send(),
    )
  }

  #facts() {
    const { applicant, wish, land, application } = this.#flow
    const rows = [
      [gettext('Applicant'), applicant.text('name_th')],
      [gettext('Number'), this.#flow.isStored ? application.no : gettext('is given when it is stored')],
      [gettext('Model'), this.#flow.name('plot_model', wish.text('model'))],
      [gettext('Parcels'), number(land.size)],
      [gettext('Joined area'), application.joined_area?.text],
    ]
    return element('dl', { class: 'facts' }, ...rows.filter(([, value]) => value).map(([name, value]) => element('div', {}, element('dt', {}, name), element('dd', {}, value))))
  }

  #later() {
    const flow = this.#flow
    const has = (kind) => flow.rows.attachments.some((row) => row.kind === kind)
    const lines = papersOf(flow).filter(([, isNeeded]) => isNeeded).map(([kind]) => line(has(kind) ? 'good' : 'quiet', flow.name('attachment_kind', kind), '', !has(kind) && toStep('papers')))
    const hasDocument = flow.papersOfRight.size > 0
    lines.push(line(hasDocument ? 'good' : 'quiet', gettext('Land document with its area'), '', !hasDocument && toStep('land')))
    return element('ul', { class: 'lines' }, ...lines)
  }

  #warnings() {
    const { warnings } = this.#flow
    if (!warnings.length) return []
    return [element('h3', { class: 'flow-part' }, gettext('To be looked at')), element('ul', { class: 'lines' }, ...warnings.map(({ message }) => element('li', { class: 'message message-warn' }, icon('triangle-alert'), message)))]
  }

  /** A refused action stays, grey, with its reason. */
  #send() {
    const flow = this.#flow
    const move = flow.moves.find(({ to }) => to === TO)
    const who = move && interpolate(gettext('Who may: %(roles)s'), { roles: roleNames(move.roles, flow.codes) })
    return element('div', { class: 'flow-send' }, this.button(), element('p', { class: 'quiet' }, [this.#why(), who].filter(Boolean).join(' ')))
  }

  #why() {
    const flow = this.#flow
    const move = flow.moves.find(({ to }) => to === TO)
    const refused = move && !move.possible ? move.refused.message : ''
    return refused || (blocking(flow).length ? gettext('Something is still missing; see above.') : '')
  }

  /** The button that sends; on a phone it stands at the thumb as well. */
  button() {
    const why = this.#why()
    const label = interpolate(gettext('Send: “%(state)s”'), { state: this.#flow.states.nameOf(TO) })
    const button = actionButton(label, why, () => this.#move(button), { className: `button ${why ? '' : 'button-main'}`, glyph: icon(why ? 'lock' : 'send') })
    return button
  }

  /** Everything that was typed first; then the move. */
  async #move(button) {
    const flow = this.#flow
    button.disabled = true
    try {
      const saved = await Promise.all(flow.records.map((record) => record.save()))
      if (saved.every(Boolean)) await this.#sent()
      else this.#complain(gettext('Something that was typed is not saved yet; see the steps marked red.'))
    } catch (problem) {
      if (!problem.kind) throw problem
      await flow.reload()
      this.#complain([problem.detail || problem.title, ...problem.findings.map(({ message }) => message)].join('\n'))
    } finally {
      button.disabled = false
    }
  }

  async #sent() {
    const flow = this.#flow
    await flow.post(`/api/applications/${flow.uid}/transitions`, { to: TO })
    flow.draft.forget()
    location.assign(`/applications/${flow.uid}`)
  }

  #complain(text) {
    this.#message.replaceChildren(icon('circle-alert'), text)
    this.#message.hidden = false
  }
}

function toStep(step) {
  return element('a', { class: 'text-button', href: `#${step}` }, interpolate(gettext('To “%(step)s”'), { step: stepNames()[step] }))
}

/** What keeps the application from being sent, each with the way to its end. */
export function lackList(flow) {
  const lacks = blocking(flow)
  if (!lacks.length) return element('ul', { class: 'lines' }, line('good', gettext('Nothing is missing.'), ''))
  return element('ul', { class: 'lines' }, ...lacks.map((lack) => {
    const { title, small } = lackWords(lack, flow)
    return line('bad', title, small, toStep(stepOf(lack.path)))
  }))
}
