// card.js: one card of the application's page: a head, what it shows, and a form that is open in it now and then.

import { element, icon } from '../../ui/dom.js'
import { makeForm } from '../form.js'
import { say } from '../start.js'

/** A card; `contents()` and `head()` of the kinds of cards give what it shows. */
export class Card {
  #form = element('div', { class: 'card-form' })
  #opener = null

  constructor(page, id) {
    this.page = page
    this.node = element('section', { class: 'card', id, tabindex: '-1', 'aria-labelledby': `${id}-title` })
  }

  /** The title with what stands beside it. */
  headline(text, ...more) {
    return element('div', { class: 'card-head' }, element('h2', { id: `${this.node.id}-title` }, text), ...more)
  }

  /** Show what is known now; a form that somebody is filling in stays. */
  render() {
    this.node.replaceChildren(...this.contents().filter(Boolean), this.#form)
  }

  /** Open a form; `save(values, changed)` stores, then everything is read anew. */
  ask({ save, ...about }) {
    this.#opener = document.activeElement
    const form = makeForm({
      ...about,
      submit: async (values, changed) => {
        await save(values, changed)
        this.close()
        await this.page.reload()
      },
      cancel: () => this.close(),
    })
    this.#form.replaceChildren(form)
    form.scrollIntoView({ block: 'nearest' })
    const first = form.querySelector('.input, .check') ?? form.querySelector('button')
    first.focus()
  }

  close() {
    this.#form.replaceChildren()
    if (this.#opener?.isConnected) this.#opener.focus()
    else this.node.focus()
  }
}

/** A button that stays visible when it is refused, and then says why at a click as well. */
export function actionButton(label, why, click, { className = 'text-button', glyph = null, name = null } = {}) {
  const run = () => (why ? say(why) : click())
  return element(
    'button',
    { class: className, type: 'button', 'aria-disabled': Boolean(why) && 'true', title: why || null, 'aria-label': name, on: { click: run } },
    glyph, label,
  )
}

/** A round mark before a line: there, missing, or neither. */
export function mark(kind) {
  const glyph = { good: () => icon('check'), bad: () => icon('x'), quiet: () => icon('minus') }[kind]()
  return element('span', { class: `line-mark is-${kind}` }, glyph)
}

/** One line of a list: mark, what, small print, what can be done. */
export function line(kind, title, small, ...actions) {
  return element(
    'li', { class: 'line' },
    mark(kind),
    element('div', { class: 'line-text' }, element('span', {}, title), ...[small].flat().filter(Boolean).map((text) => element('small', {}, text))),
    element('div', { class: 'line-actions' }, ...actions.filter(Boolean)),
  )
}

/** Names and values; what is empty is left out. */
export function facts(pairs) {
  const rows = pairs.filter(([, value]) => value !== null && value !== undefined && value !== '')
  return element('dl', { class: 'facts' }, ...rows.map(([name, value]) => element('div', {}, element('dt', {}, name), element('dd', {}, value))))
}
