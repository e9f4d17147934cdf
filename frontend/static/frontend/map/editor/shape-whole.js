// shape-whole.js: the shape as a whole: moved, turned, made larger or smaller, and its holes. Neighbours stay.

import { middleOfBox, shifted, turnedBy } from '../../geometry/affine.js'
import { polygonArea } from '../../geometry/area.js'
import { Frame } from '../../geometry/frame.js'
import { offset } from '../../geometry/offset.js'
import { GeometryRefusal } from '../../geometry/split.js'
import { parseNumber, TypedError } from '../../geometry/typed.js'
import { rai } from '../../geometry/units.js'
import { element } from '../../ui/dom.js'
import { button, field } from './controls.js'
import { WholeHandles } from './map-whole.js'

export class Whole {
  #tool
  #handles = null
  #isOpen = false
  #typed = { east: '', north: '', degrees: '', metres: '' }
  /** The shape while a handle is dragged. */
  #dragged = null

  constructor(tool) {
    this.#tool = tool
  }

  get #polygons() { return this.#tool.state.polygons }

  show() {
    if (!this.#isOpen) return this.hide()
    this.#handles ??= this.#makeHandles()
    return this.#handles.show(middleOfBox(this.#polygons))
  }

  #makeHandles() {
    const { gettext } = this.#tool.world.i18n
    return new WholeHandles(this.#tool.world.map, {
      labels: { move: gettext('Move the whole shape'), turn: gettext('Turn the whole shape') },
      onMove: (from, to) => this.#drag(shifted(this.#polygons, new Frame(from).metres(to))),
      onTurn: (degrees) => this.#drag(turnedBy(this.#polygons, degrees, middleOfBox(this.#polygons))),
      onDrop: () => this.#drop(),
    })
  }

  #drag(polygons) {
    this.#dragged = polygons
    this.#tool.preview(polygons)
  }

  #drop() {
    const polygons = this.#dragged
    this.#dragged = null
    if (polygons) this.#tool.accept(polygons)
  }

  /** The part of the panel. */
  part() {
    const { gettext } = this.#tool.world.i18n
    const inside = this.#isOpen ? [
      element('p', { class: 'editor-hint' }, gettext('Neighbours stay as they are.')),
      this.#form('move', [['east', gettext('East (m)')], ['north', gettext('North (m)')]], gettext('Move'), () => this.#shift()),
      this.#form('turn', [['degrees', gettext('Degrees clockwise')]], gettext('Turn it'), () => this.#turn()),
      this.#form('offset', [['metres', gettext('Metres outward (negative: inward)')]], gettext('Offset'), () => this.#offset()),
      this.#holes(),
    ] : []
    return element('div', { class: 'editor-whole-part' },
      button(gettext('Whole shape and holes'), () => this.#toggle(), { id: 'editor-whole', 'aria-expanded': String(this.#isOpen) }), ...inside)
  }

  #toggle() {
    this.#isOpen = !this.#isOpen
    this.#tool.render()
  }

  #form(name, fields, words, act) {
    const submit = (event) => {
      event.preventDefault()
      this.#try(act)
    }
    const inputs = fields.map(([key, label]) => field(label, element('input', {
      id: `editor-whole-${key}`, value: this.#typed[key], autocomplete: 'off', on: { input: (event) => { this.#typed[key] = event.target.value } },
    })))
    return element('form', { class: 'editor-whole-form', 'aria-label': words, on: { submit } }, ...inputs,
      element('button', { type: 'submit', class: 'editor-button editor-button-plain', id: `editor-whole-${name}` }, words))
  }

  /** Words instead of a shape where a number cannot be read or there is no room. */
  #try(act) {
    const { gettext } = this.#tool.world.i18n
    try {
      act()
    } catch (error) {
      if (error instanceof GeometryRefusal) this.#tool.refuse(error.code)
      else if (error instanceof TypedError) this.#tool.panel.say(gettext('That is not a number of metres or degrees.'))
      else throw error
    }
  }

  #number(key) {
    return this.#typed[key].trim() ? parseNumber(this.#typed[key]) : 0
  }

  #shift() {
    this.#tool.accept(shifted(this.#polygons, [this.#number('east'), this.#number('north')]))
  }

  #turn() {
    this.#tool.accept(turnedBy(this.#polygons, this.#number('degrees'), middleOfBox(this.#polygons)))
  }

  #offset() {
    this.#tool.accept(offset(this.#polygons, this.#number('metres')))
  }

  #holes() {
    const { gettext, interpolate } = this.#tool.world.i18n
    const holes = this.#polygons.flatMap((rings, polygon) => rings.slice(1).map((ring, n) => ({ polygon, ring: n + 1, area: rai(polygonArea([ring])).text })))
    const fill = ({ polygon, ring }) => this.#polygons.map((rings, p) => (p === polygon ? rings.toSpliced(ring, 1) : rings))
    return element('div', { class: 'editor-holes', role: 'group', 'aria-label': gettext('Holes') },
      button(gettext('Cut a hole'), () => this.#tool.commit({ points: [], isHole: true }), { id: 'editor-hole' }),
      ...holes.map((hole, n) => button(
        interpolate(gettext('Fill hole %(number)s (%(area)s)'), { number: n + 1, area: hole.area }, true),
        () => this.#tool.accept(fill(hole)), { id: `editor-fill-${n}` },
      )))
  }

  hide() {
    this.#handles?.remove()
    this.#handles = null
  }
}
