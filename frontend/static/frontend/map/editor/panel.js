// panel.js: the editor's part of the side panel: title, live area, messages, body and a bar of buttons.

import { rai } from '../../geometry/units.js'
import { element, replaceContent } from './dom.js'
import { metreWords } from './words.js'

export class Panel {
  #i18n
  #root
  #title = element('h2', { className: 'editor-title', tabIndex: -1 })
  #note = element('p', { className: 'editor-note' })
  #area = element('div', { className: 'editor-area' })
  #message = element('div', { className: 'editor-message', role: 'alert' })
  #body = element('div', { className: 'editor-body' })
  #bar = element('div', { className: 'editor-bar' })

  constructor(host, i18n, name) {
    this.#i18n = i18n
    this.#bar.setAttribute('role', 'toolbar')
    this.#bar.setAttribute('aria-label', i18n.gettext('Drawing'))
    this.#root = element('section', { className: 'editor-panel', aria: { label: name } },
      this.#title, this.#note, this.#area, this.#message, this.#body, this.#bar)
    host.replaceChildren(this.#root)
  }

  get node() { return this.#root }

  head(title, note = '') {
    this.#title.textContent = title
    this.#note.textContent = note
  }

  /** Area in rai-ngan-wah first, m² second; `beside` and `warning` are lines of words under it. */
  area(m2, beside = '', warning = '') {
    const { gettext } = this.#i18n
    const { rai: whole, ngan, wah } = rai(m2)
    const parts = [[whole, gettext('rai')], [ngan, gettext('ngan')], [wah.toFixed(1), gettext('sq wah')]]
    const figures = parts.flatMap(([number, unit]) => [element('b', { textContent: number }), ' ', element('span', { textContent: unit }), ' '])
    replaceContent(this.#area, element('p', { className: 'editor-figures' }, ...figures),
      element('p', { className: 'editor-metres', textContent: metreWords(this.#i18n, m2) }),
      beside && element('p', { className: 'editor-beside', textContent: beside }),
      warning && element('p', { className: 'editor-beside editor-warning', textContent: warning }))
  }

  /** Say something at once: words, or nodes; nothing clears it. `kind`: error, warning or good. */
  say(content, kind = 'error') {
    this.#message.dataset.kind = kind
    const nodes = typeof content === 'string' ? [content && element('p', { textContent: content })] : content
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
