// board.js: a picture with bars that are moved and sized by mouse, finger and keyboard.

import { svg } from '../../ui/dom.js'
import { gettext, interpolate, number } from '../../ui/i18n.js'
import { addBar, moveBar, presetBars, sizeBar } from './bars.js'

const STEP = 0.01
const ARROWS = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] }
/** A corner to grasp with a finger, in pixels of the screen. */
const CORNER_PX = 44

export class MaskBoard {
  bars = presetBars()
  #size
  #held = null

  constructor(address, width, height) {
    this.#size = { width, height }
    this.node = svg('svg', { class: 'mask-board', viewBox: `0 0 ${width} ${height}`, role: 'group', 'aria-label': gettext('Picture with black bars'), 'aria-describedby': 'mask-hint' }, svg('image', { href: address, width, height }))
    this.node.addEventListener('pointerdown', (event) => this.#take(event))
    this.node.addEventListener('pointermove', (event) => this.#drag(event))
    for (const end of ['pointerup', 'pointercancel']) this.node.addEventListener(end, () => (this.#held = null))
    this.node.addEventListener('keydown', (event) => this.#key(event))
    new ResizeObserver(() => this.#draw()).observe(this.node)
    this.#draw()
  }

  add() {
    this.bars = addBar(this.bars)
    this.#draw()
    this.focus(this.bars.length - 1)
  }

  focus(at = 0) {
    this.node.querySelectorAll('.mask-bar')[at]?.focus()
  }

  #draw() {
    const focused = [...this.node.querySelectorAll('.mask-bar')].indexOf(document.activeElement)
    for (const old of this.node.querySelectorAll('.mask-bar')) old.remove()
    this.node.append(...this.bars.map((bar, at) => this.#bar(bar, at)))
    if (focused >= 0) this.focus(Math.min(focused, this.bars.length - 1))
  }

  #bar(bar, at) {
    const { width: w, height: h } = this.#size
    const corner = CORNER_PX * (w / (this.node.getBoundingClientRect().width || w))
    const right = (bar.x + bar.width) * w
    const bottom = (bar.y + bar.height) * h
    const dot = corner / 4
    return svg(
      'g', { class: 'mask-bar', tabindex: '0', role: 'button', 'data-at': at, 'aria-label': this.#words(bar, at) },
      svg('rect', { class: 'mask-black', x: bar.x * w, y: bar.y * h, width: bar.width * w, height: bar.height * h }),
      svg('rect', { class: 'mask-corner', x: right - corner / 3, y: bottom - corner / 3, width: corner, height: corner }),
      svg('circle', { class: 'mask-dot', cx: right, cy: bottom, r: dot }),
    )
  }

  #words(bar, at) {
    const percent = (part) => number(part * 100)
    const holes = { at: number(at + 1), x: percent(bar.x), y: percent(bar.y), width: percent(bar.width), height: percent(bar.height) }
    return interpolate(gettext('Bar %(at)s: %(x)s % from the left, %(y)s % from the top, %(width)s % wide, %(height)s % high'), holes)
  }

  #take(event) {
    const at = Number(event.target.closest('.mask-bar')?.dataset.at ?? NaN)
    if (Number.isNaN(at)) return
    event.preventDefault()
    this.focus(at)
    this.#held = { at, isCorner: !event.target.matches('.mask-black'), from: this.#place(event), bar: this.bars[at] }
    this.node.setPointerCapture(event.pointerId)
  }

  #drag(event) {
    if (!this.#held) return
    const { at, isCorner, from, bar } = this.#held
    const { x, y } = this.#place(event)
    this.#change(at, (isCorner ? sizeBar : moveBar)(bar, x - from.x, y - from.y))
  }

  /** Where a pointer is, in parts of the picture. */
  #place({ clientX, clientY }) {
    const { x, y } = new DOMPoint(clientX, clientY).matrixTransform(this.node.getScreenCTM().inverse())
    return { x: x / this.#size.width, y: y / this.#size.height }
  }

  #key(event) {
    const at = Number(event.target.dataset.at)
    if (['Delete', 'Backspace'].includes(event.key) && this.bars.length > 1) this.bars = this.bars.filter((_, i) => i !== at)
    else if (ARROWS[event.key]) this.bars[at] = (event.shiftKey ? sizeBar : moveBar)(this.bars[at], ...ARROWS[event.key])
    else return
    event.preventDefault()
    this.#draw()
  }

  #change(at, bar) {
    this.bars[at] = bar
    this.#draw()
  }
}
