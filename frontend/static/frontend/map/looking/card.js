// card.js: the card over the map for looking and for the tools that go with it: one thing at a time; on a phone a sheet.

import { element, icon } from '../../ui/dom.js'
import { gettext } from '../../ui/i18n.js'

export class Card {
  #node = document.getElementById('looking')
  #onClose = null
  #opener = null

  constructor() {
    document.addEventListener('keydown', (event) => this.#key(event), { capture: true })
  }

  get node() {
    return this.#node
  }

  get isOpen() {
    return !this.#node.hidden
  }

  /** Show something under a title; what was shown is closed first. `onClose` is told once, however it is closed. */
  open(title, nodes, { onClose = null, onBack = null } = {}) {
    const opener = this.isOpen ? this.#opener : document.activeElement
    this.close()
    this.#opener = opener
    this.#onClose = onClose
    const head = element('h2', { id: 'looking-title', tabindex: '-1' }, title)
    const back = onBack && element('button', { class: 'icon-button', type: 'button', 'aria-label': gettext('Back'), on: { click: onBack } }, icon('chevron-left'))
    const close = element('button', { class: 'icon-button', type: 'button', 'aria-label': gettext('Close'), on: { click: () => this.leave() } }, icon('x'))
    this.#node.replaceChildren(element('header', { class: 'looking-head' }, back, head, close), element('div', { class: 'looking-body', tabindex: '0', role: 'group', 'aria-labelledby': 'looking-title' }, ...nodes.filter(Boolean)))
    this.#node.hidden = false
    head.focus({ preventScroll: true })
  }

  /** Replace what is under the title. */
  fill(...nodes) {
    this.#node.querySelector('.looking-body').replaceChildren(...nodes.filter(Boolean))
  }

  close() {
    const told = this.#onClose
    this.#onClose = null
    this.#node.hidden = true
    this.#node.replaceChildren()
    told?.()
  }

  /** Close, and go back to where the reader came from. */
  leave() {
    this.close()
    this.#opener?.focus?.({ preventScroll: true })
  }

  /** Escape closes what was opened last: a dialog, then this, then the parcel. */
  #key(event) {
    if (event.key !== 'Escape' || !this.isOpen || document.querySelector('dialog[open], :popover-open')) return
    event.preventDefault()
    event.stopPropagation()
    this.leave()
  }
}
