// looking.js: how the map is looked at: the button, the panel, and what of the map follows the choices.

import { gettext } from '../../ui/i18n.js'
import { HIDEABLE } from '../../ui/store.js'
import { BaseMap } from '../base/base-map.js'
import { showClasses } from '../legend.js'
import { Card } from './card.js'
import { Backdrop } from './files/backdrop.js'
import { listenToDrops } from './files/drop.js'
import { FilesCard } from './files/files-card.js'
import { lookOf } from './looks.js'
import { lookingNodes } from './panel.js'
import { toolButtons } from './tools.js'

/** `world` has map, api, me, codes, states, store, say, view (MapView), editor, list, notices. */
export class Looking {
  #world
  #card = new Card()
  #button = document.getElementById('looking-button')

  constructor(world) {
    this.#world = { ...world, backdrop: new Backdrop(world.map), base: new BaseMap(world.map, world.notices) }
    this.#button.addEventListener('click', () => (this.#card.isOpen ? this.#card.leave() : this.open()))
    world.store.events.addEventListener('change', ({ detail }) => this.#follow(detail))
    world.editor.events.addEventListener('tool', ({ detail }) => detail.tool && this.#card.close())
    listenToDrops(document.querySelector('.stage'), (file) => new FilesCard(this.#world, this.#card, () => this.open()).take(file))
    this.#show(world.store.view)
    this.#world.base.show(world.store.view.base)
  }

  open() {
    const open = (tool) => tool.open(this.#world, this.#card, () => this.open())
    this.#card.open(gettext('Looking'), [...lookingNodes(this.#world.store), toolButtons(this.#world.me, open, this.#world.say)])
  }

  #follow({ view, changed }) {
    if (changed.includes('base')) this.#world.base.show(view.base)
    if (changed.some((name) => ['colour', 'fill', 'hidden', 'base'].includes(name))) this.#show(view)
  }

  #show(view) {
    const look = lookOf(view, this.#world)
    const { classList } = this.#world.map.getContainer()
    classList.toggle('has-plates', view.colour !== 'state' || view.base !== '')
    for (const name of HIDEABLE) classList.toggle(`is-without-${name}`, view.hidden.includes(name))
    this.#world.view.look = look
    showClasses(look)
  }
}
