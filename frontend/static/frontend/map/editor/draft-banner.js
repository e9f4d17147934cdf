// draft-banner.js: drawings that wait on this device, over the map: continue or discard.

import { element } from '../../ui/dom.js'
import { button } from './controls.js'
import { timeWords } from './words.js'

export class DraftBanner {
  #world
  #onContinue
  #node

  constructor(world, onContinue) {
    this.#world = world
    this.#onContinue = onContinue
    this.#node = element('div', { class: 'editor-drafts', role: 'region', 'aria-label': world.i18n.gettext('Kept drawings'), hidden: true })
    world.map.getContainer().after(this.#node) // beside the map, not in it: its clicks are not the map's
  }

  async show() {
    const drafts = await this.#world.drafts.waiting()
    this.#node.replaceChildren(...drafts.map((draft) => this.#row(draft)))
    this.#node.hidden = drafts.length === 0
  }

  hide() {
    this.#node.hidden = true
  }

  #row(draft) {
    const { gettext, interpolate } = this.#world.i18n
    const holes = { name: draft.title, time: timeWords(this.#world.i18n, draft.kept_at) }
    const words = interpolate(gettext('%(name)s: drawing kept from %(time)s'), holes, true)
    return element('p', { class: 'editor-draft' }, element('span', {}, words),
      button(gettext('Continue'), () => this.#onContinue(draft), { kind: 'main' }),
      button(gettext('Discard'), () => this.#discard(draft), { kind: 'quiet' }))
  }

  #discard(draft) {
    this.#world.drafts.remove(draft.id)
    this.show()
  }
}
