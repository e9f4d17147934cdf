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

const ENTRIES = ['north', 'east', 'bearing', 'metres', 'text']

export class PenTyped {
  #session
  #onNodes
  #isOpen = false
  #values = EMPTY
  /** Nodes of a table that are shown and not yet taken, {nodes, closure, points}. */
  #found = null
  /** What is being read, and the end of that: one after the other, for a bearing goes on from the corner before. */
  #asked = null
  #turn = Promise.resolve()

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
      onSubmit: () => this.#submit(),
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

  /** Another corner may be typed while the last one is being read; the same one is taken once. */
  #submit() {
    const values = this.#values
    if (values === this.#asked) return
    this.#asked = values
    this.#turn = this.#turn.then(() => this.#compute(values))
  }

  async #compute(values) {
    const { world, panel, state } = this.#session
    try {
      const found = await nodesOf(world.api, values, state.points.at(-1))
      panel.say('')
      if (values.kind !== 'place' && state.points !== this.#session.state.points) return // drawn on meanwhile
      if (['place', 'leg'].includes(values.kind)) this.#add(found.nodes, values)
      else this.#show({ ...found, points: state.points })
    } catch (error) {
      const words = error instanceof TypedError ? typedWords(world.i18n, error) : failureNodes(world, error)
      panel.say(words)
    } finally {
      if (this.#asked === values) this.#asked = null
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
      nodes.length > 0 && button(i18n.gettext('Add these corners'), () => this.#add(nodes, this.#values), { id: 'editor-typed-add', kind: 'main' }))
  }

  /** What was taken leaves the form; what was typed since stays. */
  #add(nodes, taken) {
    const left = ENTRIES.filter((name) => this.#values[name] === taken[name]).map((name) => [name, ''])
    this.#values = { ...this.#values, ...Object.fromEntries(left) }
    this.#found = null
    this.#onNodes(nodes)
  }
}
