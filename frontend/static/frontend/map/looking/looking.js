// looking.js: how the map is looked at: the button, the panel, and what of the map follows the choices.

import { gettext } from '../../ui/i18n.js'
import { HIDEABLE } from '../../ui/store.js'
import { BaseMap } from '../base/base-map.js'
import { showClasses } from '../legend.js'
import { Card } from './card.js'
import { lookOf } from './looks.js'
import { lookingNodes } from './panel.js'
import { toolButtons } from './tools.js'

/** `world` has map, api, me, codes, states, store, say, view (MapView), editor, list, notices. */
export class Looking {
  #world
  #card = new Card()
  #base
  #button = document.getElementById('looking-button')

  constructor(world) {
    this.#world = world
    this.#button.addEventListener('click', () => (this.#card.isOpen ? this.#card.leave() : this.open()))
    world.store.events.addEventListener('change', ({ detail }) => this.#follow(detail))
    world.editor.events.addEventListener('tool', ({ detail }) => detail.tool && this.#card.close())
    this.#base = new BaseMap(world.map, world.notices)
    this.#show(world.store.view)
    this.#base.show(world.store.view.base)
  }

  open() {
    const open = (tool) => tool.open(this.#world, this.#card, () => this.open())
    this.#card.open(gettext('Looking'), [...lookingNodes(this.#world.store), toolButtons(open)])
  }

  #follow({ view, changed }) {
    if (changed.includes('base')) this.#base.show(view.base)
    if (changed.some((name) => ['colour', 'fill', 'hidden'].includes(name))) this.#show(view)
  }

  #show(view) {
    const look = lookOf(view, this.#world)
    const { classList } = this.#world.map.getContainer()
    for (const name of HIDEABLE) classList.toggle(`is-without-${name}`, view.hidden.includes(name))
    this.#world.view.look = look
    showClasses(look)
  }
}
