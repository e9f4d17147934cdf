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
    for (const event of ['click', 'dblclick', 'mousedown', 'pointerdown', 'touchstart', 'wheel']) {
      this.#node.addEventListener(event, (happened) => happened.stopPropagation()) // the map below is not meant
    }
    world.map.getContainer().append(this.#node)
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
