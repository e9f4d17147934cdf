// comments.js: what the staff says among itself about an application; it says so, and never to the household.

import { element, icon } from '../../ui/dom.js'
import { gettext, interpolate, number } from '../../ui/i18n.js'
import { moment } from '../moment.js'
import { actionButton, Card } from './card.js'
import { PinMap } from './pin-map.js'
import { mapAt } from './survey.js'

export class Comments extends Card {
  #text = element('textarea', { class: 'input', id: 'comment', rows: 2, maxlength: 4000, placeholder: gettext('Write a comment') })
  #message = element('p', { class: 'message', role: 'alert', hidden: true })
  #map

  constructor(page) {
    super(page, 'comments')
    this.#map = new PinMap(page)
  }

  render() {
    super.render()
    this.#map.show(this.page.rows.comments)
  }

  isShown() {
    return this.page.reads('comments')
  }

  contents() {
    const rows = this.page.rows.comments
    return [
      this.headline(gettext('Comments'), rows.length > 0 && element('span', { class: 'quiet' }, number(rows.length))),
      element('p', { class: 'staff-only' }, icon('lock'), gettext('Only staff can read this; the household does not see it.')),
      this.#map.node,
      rows.length > 0 && element('ul', { class: 'comments' }, ...rows.map((row) => this.#row(row))),
      this.page.isClosed ? null : this.#form(),
    ]
  }

  #row(row) {
    const { page } = this
    const place = row.point && element('a', { href: mapAt(row.point) }, gettext('place on the map'))
    const label = row.resolved ? gettext('Open again') : gettext('Resolved')
    const settle = !page.isClosed && actionButton(label, page.whyNot('update', 'comments'), () => this.#settle(row), { name: interpolate(gettext('%(action)s: %(text)s'), { action: label, text: row.text.slice(0, 40) }) })
    return element(
      'li', { class: row.resolved ? 'is-settled' : '' },
      element('div', { class: 'comment-head' }, element('b', {}, row.created_by || gettext('the platform')), element('small', {}, moment(row.created_at)), row.resolved && element('span', { class: 'tag tag-good' }, icon('check'), gettext('resolved'))),
      element('p', { class: 'comment-text' }, row.text),
      element('div', { class: 'comment-foot' }, place, settle),
    )
  }

  /** The field itself stays in its place over every reading, with what is typed in it. */
  #form() {
    const why = this.page.whyNot('create', 'comments')
    const send = actionButton(gettext('Send'), why, () => this.#send(), { className: 'button', glyph: icon('send') })
    const pin = this.#map.isPossible && !why && element('button', { class: 'button', type: 'button', on: { click: () => this.#map.start(this.page.rows.comments) } }, icon('map-pin'), gettext('Pin a place'))
    return element(
      'div', { class: 'comment-form' },
      element('label', { class: 'hidden-text', for: 'comment' }, gettext('Comment, for staff only')), this.#text,
      element('p', { class: 'comment-hint' }, gettext('@user name tells a colleague.')),
      this.#message,
      element('div', { class: 'form-buttons' }, send, pin),
    )
  }

  async #send() {
    const text = this.#text.value.trim()
    if (!text) return this.#text.focus()
    await this.#try(async () => {
      await this.page.create('comments', { text, point: this.#map.point })
      this.#map.stop()
    })
    if (this.#message.hidden) this.#text.value = ''
  }

  #settle(row) {
    return this.#try(() => this.page.change('comments', row.uid, { resolved: !row.resolved }))
  }

  async #try(work) {
    this.#message.hidden = true
    try {
      await work()
      await this.page.reload()
    } catch (problem) {
      if (!problem.kind) throw problem
      this.#message.replaceChildren(icon('circle-alert'), problem.detail || problem.title)
      this.#message.hidden = false
    }
  }
}
