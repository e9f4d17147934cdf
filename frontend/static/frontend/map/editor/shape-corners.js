// shape-corners.js: the corners of a shape: one or several chosen ones are dragged, nudged or deleted together.

import { roundPoint } from '../../geometry/round.js'
import { element } from '../../ui/dom.js'
import { button } from './controls.js'
import { cornerAt, edgeAfter, insertCorners, moveCorner, moveCorners, placeName, placesOf, removeCorner, removeCorners } from './corner-edits.js'
import { ChoiceBox } from './map-choice.js'
import { Handles } from './map-handles.js'
import { isTouch } from './map-pen.js'

export class Corners {
  #tool
  #handles = null
  #box = null
  #chosen = new Set()
  #isChoosing = false

  /** `tool` is a ShapeTool. */
  constructor(tool) {
    this.#tool = tool
  }

  get #polygons() { return this.#tool.state.polygons }

  get #places() { return placesOf(this.#polygons).filter((place) => this.#chosen.has(placeName(place))) }

  show() {
    this.#handles ??= this.#makeHandles()
    this.#box ??= new ChoiceBox(this.#tool.world.map, (isInside) => this.#chooseInside(isInside))
    this.#box.isOn = this.#isChoosing
    const names = new Set(placesOf(this.#polygons).map(placeName))
    this.#chosen = new Set([...this.#chosen].filter((name) => names.has(name)))
    this.#handles.show(this.#polygons, this.#chosen)
  }

  #makeHandles() {
    const { gettext, interpolate } = this.#tool.world.i18n
    const labels = {
      corner: (number, count) => interpolate(gettext('Corner %(number)s of %(count)s'), { number, count }, true),
      midpoint: (number) => interpolate(gettext('New corner after corner %(number)s'), { number }, true),
    }
    return new Handles(this.#tool.world.map, {
      labels, onMove: this.#move, onDrop: this.#drop, onPull: this.#pull, onInsert: this.#insert, onRemove: this.#remove, onChoose: this.#toggle,
      isChoosing: () => this.#isChoosing,
    })
  }

  /** The part of the panel: choosing several corners, and what is done with them. */
  part() {
    const { gettext, ngettext, interpolate } = this.#tool.world.i18n
    const count = this.#chosen.size
    const said = interpolate(ngettext('%(count)s corner chosen', '%(count)s corners chosen', count), { count }, true)
    return element('div', { class: 'editor-corners', role: 'group', 'aria-label': gettext('Several corners') },
      button(gettext('Choose corners'), () => this.#mode(!this.#isChoosing), { id: 'editor-choose', 'aria-pressed': String(this.#isChoosing) }),
      button(gettext('All'), () => this.#choose(placesOf(this.#polygons)), { id: 'editor-choose-all' }),
      count > 0 && button(gettext('None'), () => this.#choose([]), { id: 'editor-choose-none' }),
      count > 0 && button(gettext('Delete corners'), () => this.#removeChosen(), { id: 'editor-delete', kind: 'danger' }),
      element('small', { class: 'editor-hint', role: 'status' }, count ? said : this.#hint(gettext)))
  }

  #hint(gettext) {
    if (this.#isChoosing) return gettext('Press corners, or draw a rectangle around them.')
    if (isTouch()) return gettext('Several at once: press Choose corners first.')
    return gettext('Several at once: Shift and press, Shift and draw a rectangle, or the space bar on a corner.')
  }

  #mode(is) {
    this.#isChoosing = is
    this.#tool.render()
  }

  #choose(places) {
    this.#chosen = new Set(places.map(placeName))
    this.#tool.render()
  }

  #chooseInside(isInside) {
    const found = placesOf(this.#polygons).filter((place) => isInside(cornerAt(this.#polygons, place)))
    this.#choose([...this.#places, ...found])
  }

  #toggle = (place) => {
    const name = placeName(place)
    const others = this.#places.filter((one) => placeName(one) !== name)
    this.#choose(others.length < this.#chosen.size ? others : [...others, place])
  }

  /** Where the corners go when the one at `place` goes to `node`: [[place, node]]; chosen ones go together. */
  #steps(place, node) {
    if (!this.#chosen.has(placeName(place))) return [[place, node]]
    const [lon, lat] = cornerAt(this.#polygons, place)
    const beside = ([x, y]) => roundPoint([x + node[0] - lon, y + node[1] - lat])
    return this.#places.map((one) => [one, placeName(one) === placeName(place) ? node : beside(cornerAt(this.#polygons, one))])
  }

  #shape(steps) {
    return steps.length === 1 ? moveCorner(this.#polygons, ...steps[0]) : moveCorners(this.#polygons, steps)
  }

  #nodes(steps) { return steps.map(([place, node]) => [cornerAt(this.#polygons, place), node]) }

  #move = (place, position, reach) => {
    const going = this.#steps(place, position).map(([one]) => cornerAt(this.#polygons, one))
    const { point } = this.#tool.snapper.snap(position, reach, this.#tool.along.free(going))
    const steps = this.#steps(place, point)
    this.#tool.preview(this.#shape(steps), [], this.#nodes(steps))
    return point
  }

  #drop = (place, node) => {
    const steps = this.#steps(place, node)
    this.#tool.accept(this.#shape(steps), this.#nodes(steps))
  }

  /** A corner put into the edge after `place`: {point, polygons, steps}; neighbours that have that border get it too. */
  #put(place, position, reach) {
    const { along, snapper } = this.#tool
    const edge = edgeAfter(this.#polygons, place)
    const { from, ahead, behind } = along.opening(edge)
    const { point } = snapper.snap(position, reach, along.free([...edge, ...ahead, ...behind, from]))
    return { point, polygons: insertCorners(this.#polygons, place, [...ahead, point, ...behind]), steps: [[from, point]] }
  }

  #pull = (place, position, reach) => {
    const { point, polygons, steps } = this.#put(place, position, reach)
    this.#tool.preview(polygons, [], steps)
    return point
  }

  #insert = (place, position, reach) => {
    const { polygons, steps } = this.#put(place, position, reach)
    this.#chosen = new Set() // the numbers of the corners change
    this.#tool.accept(polygons, steps)
  }

  #remove = (place) => {
    if (this.#chosen.has(placeName(place))) this.#removeChosen()
    else this.#accept(removeCorner(this.#polygons, place))
  }

  #removeChosen() {
    this.#accept(removeCorners(this.#polygons, this.#places))
  }

  #accept(fewer) {
    if (!fewer) return this.#tool.refuse('too_few')
    this.#chosen = new Set()
    this.#tool.accept(fewer)
  }

  hide() {
    this.#handles?.remove()
    this.#box?.remove()
    this.#handles = null
    this.#box = null
  }
}
