// measure.js: how long, how large: a line or an area drawn for nobody but the reader, with any pointer or the keyboard.

import { polygonArea } from '../../geometry/area.js'
import { penCrossing, polygonCrossings } from '../../geometry/crossing.js'
import { distance, lineLength } from '../../geometry/distance.js'
import { areaParts, metres } from '../../ui/area-words.js'
import { element } from '../../ui/dom.js'
import { gettext, interpolate, number } from '../../ui/i18n.js'
import { button } from '../editor/controls.js'
import { isTouch, Pen } from '../editor/map-pen.js'
import { Sketch } from '../editor/map-sketch.js'
import { radios } from './panel.js'

const M_PER_KM = 1000
/** A stretch shorter than this on the screen has no words of its own. */
const ROOM_PX = 64

/** "45.2 m", "1.234 km". */
export function lengthWords(m) {
  if (m < M_PER_KM) return interpolate(gettext('%(number)s m'), { number: number(m, m < 100 ? 2 : 1) })
  return interpolate(gettext('%(number)s km'), { number: number(m / M_PER_KM, 3) })
}

export class Measure {
  #world
  #card
  #sketch
  #pen = null
  #points = []
  #aim = null
  #kind = 'line'
  #figures = element('div', { class: 'measure-figures', 'aria-live': 'polite' })
  #bar = element('div', { class: 'looking-bar' })
  #note = element('p', { class: 'looking-note' })

  /** Opens in the card; `onBack` leads to where it was chosen. */
  constructor(world, card, onBack) {
    this.#world = world
    this.#card = card
    world.editor.stop()
    this.#sketch = new Sketch(world.map)
    card.open(gettext('Measure'), this.#nodes(), { onClose: () => this.#stop(), onBack })
    world.view.isDeaf = true
    this.#begin()
  }

  #nodes() {
    const choose = (kind) => {
      this.#kind = kind
      this.#begin()
    }
    return [radios('measure', gettext('What'), [['line', gettext('Distance')], ['area', gettext('Area')]], this.#kind, choose), this.#figures, this.#note, this.#bar]
  }

  /** Start anew with nothing. */
  #begin() {
    this.#points = []
    this.#dropPen()
    const heard = { onAim: this.#aimed, onPoint: this.#add, onBack: this.#back, onFinish: this.#finish, onLeave: () => this.#card.leave() }
    this.#pen = new Pen(this.#world.map, heard, this.#card.node)
    this.#render()
  }

  #dropPen() {
    this.#pen?.remove()
    this.#pen = null
    this.#aim = null
    this.#sketch.showPen([], '')
  }

  #aimed = (position) => {
    this.#aim = position
    const last = this.#points.slice(-1)
    this.#sketch.showPen([...last, position], this.#crosses(position) ? 'editor-refused' : 'editor-rubber', { at: position })
    this.#showFigures()
  }

  #crosses(position) {
    return this.#kind === 'area' && this.#points.length > 2 && Boolean(penCrossing(this.#points, position))
  }

  #add = (position) => {
    const last = this.#points.at(-1)
    if (last && last[0] === position[0] && last[1] === position[1]) return
    if (this.#crosses(position)) return this.#world.say(gettext('This edge would cross the drawing. The point was not added.'))
    this.#points = [...this.#points, position]
    this.#render()
  }

  #back = () => {
    this.#points = this.#points.slice(0, -1)
    this.#render()
  }

  #finish = () => {
    if (this.#points.length < (this.#kind === 'area' ? 3 : 2)) return
    const crossing = this.#kind === 'area' && polygonCrossings([[[...this.#points, this.#points[0]]]]).length > 0
    if (crossing) return this.#world.say(gettext('This edge would cross the drawing. The point was not added.'))
    this.#dropPen()
    this.#render()
    this.#bar.querySelector('button')?.focus()
  }

  #render() {
    const isArea = this.#kind === 'area'
    const closed = isArea && !this.#pen ? [...this.#points, this.#points[0]] : this.#points
    this.#sketch.show({
      areas: isArea && this.#points.length > 2 ? [{ rings: [this.#points], className: 'editor-closing' }] : [],
      lines: closed.length ? [{ points: closed, className: 'editor-line' }] : [],
      labels: closed.slice(1).flatMap((point, i) => this.#stretch(closed[i], point)),
    })
    this.#showFigures()
    this.#note.textContent = this.#hint()
    this.#bar.replaceChildren(...this.#buttons())
  }

  #stretch(a, b) {
    const { map } = this.#world
    const [p, q] = [a, b].map(([lon, lat]) => map.latLngToContainerPoint([lat, lon]))
    if (p.distanceTo(q) < ROOM_PX) return []
    return [{ at: [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2], lines: [lengthWords(distance(a, b))], className: 'measure-label' }]
  }

  #hint() {
    if (!this.#pen) return ''
    if (isTouch()) return gettext('Tap the points, or move the map under the cross and add points.')
    return gettext('Click the points. Keys: arrows move the cross, Enter adds, Backspace takes back, F finishes, Esc leaves.')
  }

  #buttons() {
    if (!this.#pen) return [button(gettext('Measure anew'), () => this.#begin(), { kind: 'main' })]
    const few = this.#points.length < (this.#kind === 'area' ? 3 : 2)
    return [
      button(gettext('Add point'), () => this.#pen.addAtCrosshair(), { kind: 'main' }),
      button(gettext('Undo'), this.#back, { disabled: !this.#points.length }),
      button(gettext('Finish'), this.#finish, { disabled: few }),
    ]
  }

  #showFigures() {
    const drawn = this.#pen && this.#aim && this.#points.length ? [...this.#points, this.#aim] : this.#points
    this.#figures.replaceChildren(...(this.#kind === 'area' ? areaFigures(drawn) : lineFigures(drawn)))
  }

  #stop() {
    this.#dropPen()
    this.#sketch.remove()
    this.#world.view.isDeaf = false
  }
}

function lineFigures(points) {
  const last = points.length > 2 ? distance(points.at(-2), points.at(-1)) : 0
  return [
    element('p', { class: 'measure-large' }, lengthWords(lineLength(points))),
    last > 0 && element('p', { class: 'measure-small' }, interpolate(gettext('last stretch %(length)s'), { length: lengthWords(last) })),
  ].filter(Boolean)
}

function areaFigures(points) {
  const m2 = points.length > 2 ? polygonArea([points]) : 0
  const around = points.length > 2 ? lineLength([...points, points[0]]) : lineLength(points)
  const parts = areaParts(m2).flatMap(([value, unit]) => [element('b', {}, value), ` ${unit} `])
  return [
    element('p', { class: 'measure-large' }, ...parts),
    element('p', { class: 'measure-small' }, `${metres(m2)} · ${interpolate(gettext('around %(length)s'), { length: lengthWords(around) })}`),
  ]
}
