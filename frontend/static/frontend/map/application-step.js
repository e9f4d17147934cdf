// application-step.js: the application of a parcel from the map: sending it in, what is missing for that, and the way to its page.

import { element, icon } from '../ui/dom.js'
import { gettext, interpolate, ngettext, number } from '../ui/i18n.js'

const SENT_IN = 'APPLIED'

/** Fills `node` for a parcel's application. `say` tells what happened, `onSent(uid)` hears of the parcel whose application was sent. */
export class ApplicationStep {
  node = element('div', { class: 'actions-application' })
  #api
  #states
  #say
  #onSent

  constructor({ api, states, say, onSent }) {
    this.#api = api
    this.#states = states
    this.#say = say
    this.#onSent = onSent
  }

  /** Ask whether the application can be sent in now; one that was sent already has nothing here. */
  async show({ id, geometry, waiting, properties: { application, state } }, signal) {
    this.node.replaceChildren()
    if (!application || waiting > 0 || !['DRAFT', 'RETURNED'].includes(state)) return
    try {
      const { moves } = (await this.#api.get(`/api/applications/${application}/transitions`, {}, { signal })).data
      const move = moves.find(({ to }) => to === SENT_IN)
      if (move && !signal.aborted) this.node.replaceChildren(this.#part(id, application, { ...move, isDrawn: Boolean(geometry) }))
    } catch (problem) {
      if (problem.name !== 'AbortError' && !problem.kind) throw problem // without an answer its own page is the way
    }
  }

  #part(uid, application, { missing, possible, isDrawn }) {
    if (possible) return this.#button(uid, application, isDrawn)
    const words = ngettext('%(count)s thing missing before it can be sent', '%(count)s things missing before it can be sent', missing.length)
    if (!missing.length) return ''
    return element('a', { class: 'button', href: `/applications/${application}/edit#check` }, icon('triangle-alert'), interpolate(words, { count: number(missing.length) }))
  }

  /** Land that is not drawn may be sent in, but drawing comes first. */
  #button(uid, application, isDrawn) {
    const label = interpolate(gettext('Send: “%(state)s”'), { state: this.#states.nameOf(SENT_IN) })
    const button = element('button', { class: isDrawn ? 'button button-main' : 'button', type: 'button', on: { click: () => this.#send(uid, application, button) } }, icon('send'), label)
    return button
  }

  async #send(uid, application, button) {
    button.disabled = true
    try {
      await this.#api.send('POST', `/api/applications/${application}/transitions`, { to: SENT_IN })
      this.#say(interpolate(gettext('Moved to “%(state)s”.'), { state: this.#states.nameOf(SENT_IN) }))
      this.#onSent(uid)
    } catch (problem) {
      if (!problem.kind) throw problem
      button.disabled = false
      this.#say([problem.detail || problem.title, ...problem.findings.map(({ message }) => message)].join(' '))
    }
  }
}
