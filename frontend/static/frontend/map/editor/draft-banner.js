// draft-banner.js: drawings that wait on this device, over the map: continue or discard.

import { button, element } from './dom.js'
import { timeWords } from './words.js'

export class DraftBanner {
  #world
  #onContinue
  #node

  constructor(world, onContinue) {
    this.#world = world
    this.#onContinue = onContinue
    this.#node = element('div', { className: 'editor-drafts', role: 'region', aria: { label: world.i18n.gettext('Kept drawings') }, hidden: true })
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
    const words = interpolate(gettext('%(name)s: drawing kept from %(time)s'), { name: draft.title, time: timeWords(this.#world.i18n, draft.kept_at) }, true)
    return element('p', { className: 'editor-draft' }, element('span', { textContent: words }),
      button(gettext('Continue'), () => this.#onContinue(draft), { kind: 'main' }),
      button(gettext('Discard'), () => this.#discard(draft), { kind: 'quiet' }))
  }

  #discard(draft) {
    this.#world.drafts.remove(draft.id)
    this.show()
  }
}
