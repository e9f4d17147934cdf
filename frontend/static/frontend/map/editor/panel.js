// panel.js: the editor's part of the side panel: title, live area, messages, body and a bar of buttons.

import { areaParts, metres } from '../../ui/area-words.js'
import { element } from '../../ui/dom.js'
import { replaceContent } from './controls.js'

export class Panel {
  #root
  #title = element('h2', { class: 'editor-title', tabindex: -1 })
  #note = element('p', { class: 'editor-note' })
  #area = element('div', { class: 'editor-area' })
  #message = element('div', { class: 'editor-message', role: 'alert' })
  #body = element('div', { class: 'editor-body' })
  #bar = element('div', { class: 'editor-bar' })

  constructor(host, i18n, name) {
    this.#bar.setAttribute('role', 'toolbar')
    this.#bar.setAttribute('aria-label', i18n.gettext('Drawing'))
    this.#root = element('section', { class: 'editor-panel', 'aria-label': name },
      this.#title, this.#note, this.#area, this.#message, this.#body, this.#bar)
    host.replaceChildren(this.#root)
  }

  get node() { return this.#root }

  head(title, note = '') {
    this.#title.textContent = title
    this.#note.textContent = note
  }

  /** Area in rai-ngan-wah first, m² second; `beside` and `warning` are lines of words under it, `findings` a node. */
  area(m2, beside = '', warning = '', findings = null) {
    const figures = areaParts(m2).flatMap(([number, unit]) => [element('b', {}, number), ' ', element('span', {}, unit), ' '])
    replaceContent(this.#area, element('p', { class: 'editor-figures' }, ...figures),
      element('p', { class: 'editor-metres' }, metres(m2)),
      beside && element('p', { class: 'editor-beside' }, beside),
      warning && element('p', { class: 'editor-beside editor-warning' }, warning),
      findings && element('div', { class: 'editor-beside editor-warning', role: 'status' }, findings))
  }

  /** Say something at once: words, or nodes; nothing clears it. `kind`: error, warning or good. */
  say(content, kind = 'error') {
    this.#message.dataset.kind = kind
    const nodes = typeof content === 'string' ? [content && element('p', {}, content)] : content
    replaceContent(this.#message, ...nodes)
  }

  body(...nodes) {
    replaceContent(this.#body, ...nodes)
  }

  bar(...buttons) {
    replaceContent(this.#bar, ...buttons)
  }

  remove() {
    this.#root.remove()
  }
}
