// share.js: the view as a link: everything that is chosen stands in the address.

import { element } from '../../ui/dom.js'
import { gettext } from '../../ui/i18n.js'
import { button } from '../editor/controls.js'

export class ShareCard {
  #world
  #input

  constructor(world, card, onBack) {
    this.#world = world
    this.#input = element('input', { class: 'input', id: 'looking-link', readonly: true, value: location.href, on: { focus: ({ target }) => target.select() } })
    const label = element('label', { for: 'looking-link' }, gettext('Link to this view'))
    const note = element('p', { class: 'looking-note' }, gettext('Who opens it sees what their own rights show.'))
    const share = navigator.share && button(gettext('Share…'), () => this.#share(), { kind: 'main' })
    const copy = button(gettext('Copy the link'), () => this.#copy(), { kind: navigator.share ? 'plain' : 'main' })
    card.open(gettext('Share the view'), [element('div', { class: 'looking-set' }, label, this.#input), note, element('div', { class: 'looking-bar' }, ...[share, copy].filter(Boolean))], { onBack, onClose: () => this.#off.abort() })
    world.store.events.addEventListener('change', () => { this.#input.value = location.href }, { signal: this.#off.signal })
  }

  #off = new AbortController()

  async #copy() {
    this.#input.select()
    try {
      await navigator.clipboard.writeText(location.href)
      this.#world.say(gettext('The link is copied.'))
    } catch {
      // Without TLS browsers have no clipboard: the link is marked, to be copied by hand.
      this.#input.focus()
      this.#world.say(gettext('The link is marked: copy it by hand.'))
    }
  }

  async #share() {
    try {
      await navigator.share({ title: document.title, url: location.href })
    } catch (error) {
      if (error.name !== 'AbortError') this.#copy()
    }
  }
}
