// notices.js: sentences over the map, each under a name, so that a newer one replaces its own kind only.

import { element, icon } from '../ui/dom.js'

export class Notices {
  #node
  #shown = new Map()

  constructor(node) {
    this.#node = node
  }

  /** `look`: '', 'is-warn' or 'is-bad'; `action`: [label, function]. */
  show(name, text, { look = '', iconName = 'circle-alert', action = null } = {}) {
    if (this.#shown.get(name)?.dataset.text === text) return
    this.hide(name)
    const button = action && element('button', { class: 'text-button', type: 'button', on: { click: action[1] } }, action[0])
    const node = element('div', { class: look, 'data-text': text }, icon(iconName), element('span', {}, text), button)
    this.#shown.set(name, node)
    this.#node.append(node)
  }

  hide(name) {
    this.#shown.get(name)?.remove()
    this.#shown.delete(name)
  }
}
