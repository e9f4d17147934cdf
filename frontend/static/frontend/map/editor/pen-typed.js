// pen-typed.js: corners that are typed instead of pointed at: a place, a bearing and a distance, or a table of a deed.

import { TypedError } from '../../geometry/typed.js'
import { element } from '../../ui/dom.js'
import { button } from './controls.js'
import { failureNodes } from './findings.js'
import { fitShape } from './map-fit.js'
import { closureNodes, typedForm, typedWords } from './typed-form.js'
import { DEGREES, nodesOf } from './typed-rows.js'

const EMPTY = {
  kind: 'place', epsg: DEGREES, order: 'NE', distances: 'grid', repeats: false, returns: true,
  north: '', east: '', bearing: '', metres: '', text: '',
}

export class PenTyped {
  #session
  #onNodes
  #isOpen = false
  #values = EMPTY
  /** Nodes of a table that are shown and not yet taken, {nodes, closure, points}. */
  #found = null

  /** `onNodes(nodes)`: add them to the drawing. */
  constructor(session, onNodes) {
    this.#session = session
    this.#onNodes = onNodes
  }

  get isOpen() { return this.#isOpen }

  get keys() { return { KeyC: this.#toggle } }

  buttons() {
    const { gettext } = this.#session.world.i18n
    return [button(gettext('Type corners'), this.#toggle, { id: 'editor-type', 'aria-expanded': String(this.#isOpen) })]
  }

  #toggle = () => {
    this.#isOpen = !this.#isOpen
    this.#found = null
    this.#session.render()
    if (this.#isOpen) document.getElementById('editor-typed-kind').focus()
  }

  /** The form for the panel, or null while it is closed. */
  form() {
    if (!this.#isOpen) return null
    const { i18n } = this.#session.world
    return typedForm(i18n, this.#values, {
      onType: (part) => this.#type(part),
      onChoose: (part) => this.#choose(part),
      onSubmit: () => this.#compute(),
      result: this.#result(),
    })
  }

  #type(part) {
    this.#values = { ...this.#values, ...part }
    this.#found = null
  }

  #choose(part) {
    this.#type(part)
    this.#session.panel.say('')
    this.#session.render()
  }

  async #compute() {
    const { world, panel, state } = this.#session
    try {
      const found = await nodesOf(world.api, this.#values, state.points.at(-1))
      panel.say('')
      if (state.points !== this.#session.state.points) return // drawn on meanwhile
      if (['place', 'leg'].includes(this.#values.kind)) this.#add(found.nodes)
      else this.#show({ ...found, points: state.points })
    } catch (error) {
      const words = error instanceof TypedError ? typedWords(world.i18n, error) : failureNodes(world, error)
      panel.say(words)
    }
  }

  /** A table is shown before it is taken. */
  #show(found) {
    this.#found = found
    this.#session.render()
    document.querySelector('.editor-typed-result')?.scrollIntoView({ block: 'nearest' })
    if (!found.nodes.length) return
    const line = [...found.points.slice(-1), ...found.nodes]
    if (line.length > 1) fitShape(this.#session.world.map, [[line]], this.#session.panel.node)
    this.#session.sketch.showPen(line, 'editor-rubber')
  }

  #result() {
    const found = this.#found
    if (found?.points !== this.#session.state.points) return null
    const { i18n } = this.#session.world
    const { nodes, closure } = found
    const words = i18n.interpolate(i18n.ngettext('%(count)s corner is read.', '%(count)s corners are read.', nodes.length), { count: nodes.length }, true)
    return element('div', { class: 'editor-typed-result', role: 'status' },
      closure && closureNodes(i18n, closure),
      nodes.length > 0 && element('p', {}, words),
      nodes.length > 0 && button(i18n.gettext('Add these corners'), () => this.#add(nodes), { id: 'editor-typed-add', kind: 'main' }))
  }

  #add(nodes) {
    this.#values = { ...this.#values, north: '', east: '', bearing: '', metres: '', text: '' }
    this.#found = null
    this.#onNodes(nodes)
  }
}
