// walk.js: walking along the border: stand at a corner, take the mean of the fixes there, go on to the next.

import { button } from '../map/editor/controls.js'
import { element } from '../ui/dom.js'
import { gettext, interpolate, ngettext, number } from '../ui/i18n.js'
import { average, GATE_M, standing, usable } from './fixes.js'
import { Locator } from './locator.js'
import { fixesSince, keepFix } from './walked.js'

const walks = new WeakMap()

/** The part of the panel for a drawing session; the same one however often the panel is drawn. */
export function walkPart(session) {
  if (!walks.has(session)) walks.set(session, new Walk(session))
  return walks.get(session).node
}

class Walk {
  node = element('div', { class: 'walk', role: 'group', 'aria-label': gettext('Walk along the border') })
  #session
  #locator = new Locator((fix) => this.#take(fix), (words) => this.#complain(words))
  #fixes = []
  #trouble = ''
  #isPaused = false

  constructor(session) {
    this.#session = session
    this.#render()
    this.#readBack()
  }

  /** What was gathered since the last corner before the tab was closed; where nothing is kept there is nothing to read. */
  async #readBack() {
    const kept = await fixesSince(this.#session.draft.id, this.#session.state.walkedTo ?? 0).catch(passOver)
    if (!kept.length || this.#fixes.length) return
    this.#fixes = usable(kept, kept.at(-1).at)
    this.#isPaused = true
    this.#render()
  }

  /** Each fix is on the disk before it counts: a phone that goes to sleep loses none. */
  async #take(fix) {
    if (!this.node.isConnected) return this.#locator.stop()
    this.#trouble = ''
    this.#fixes = [...usable(standing(this.#fixes, fix), fix.at), fix]
    if (!this.#session.state.hasFixes) this.#session.amend({ hasFixes: true }) // a first corner is worth keeping too
    await keepFix(this.#session.draft.id, fix).catch(passOver)
    this.#render()
  }

  #complain(words) {
    this.#trouble = words
    this.#render()
  }

  #start() {
    this.#isPaused = false
    this.#locator.start()
    this.#render()
  }

  #pause() {
    this.#isPaused = true
    this.#locator.stop()
    this.#render()
  }

  #corner(mean) {
    const point = [mean.lon, mean.lat].map((n) => Number(n.toFixed(8)))
    const walkedTo = this.#fixes.at(-1).at
    this.#fixes = []
    this.#session.commit({ points: [...this.#session.state.points, point], isWalked: true, walkedTo })
    this.#render()
    const holes = { number: this.#session.state.points.length, accuracy: number(mean.accuracy, 1) }
    this.#session.say(interpolate(gettext('Corner %(number)s, within about %(accuracy)s m'), holes))
  }

  get #mean() {
    return average(usable(this.#fixes, this.#fixes.at(-1)?.at ?? 0))
  }

  #render() {
    if (!this.#locator.isRunning) return this.#renderStopped()
    const mean = this.#mean
    this.node.replaceChildren(
      element('p', { class: 'walk-state', role: 'status' }, this.#trouble || this.#words(mean)),
      element('div', { class: 'walk-buttons' }, button(gettext('Corner here'), () => this.#corner(mean), { id: 'walk-corner', kind: 'main', disabled: !mean }), button(gettext('Pause'), () => this.#pause(), { id: 'walk-pause' })),
    )
  }

  #renderStopped() {
    const words = this.#isPaused ? gettext('Go on walking') : gettext('Walk along the border by GPS')
    const mean = this.#mean
    const state = this.#trouble || (mean && this.#keptWords(mean))
    this.node.replaceChildren(...[
      state && element('p', { class: 'walk-state', role: 'status' }, state),
      element('div', { class: 'walk-buttons' }, ...[
        mean && button(gettext('Corner here'), () => this.#corner(mean), { id: 'walk-corner', kind: 'main' }),
        button(words, () => this.#start(), { id: 'walk-start' }),
      ].filter(Boolean)),
    ].filter(Boolean))
  }

  #keptWords({ accuracy, count }) {
    const holes = { accuracy: number(accuracy, 1), count: number(count) }
    return interpolate(ngettext('Kept from before: ±%(accuracy)s m, mean of %(count)s fix', 'Kept from before: ±%(accuracy)s m, mean of %(count)s fixes', count), holes)
  }

  #words(mean) {
    const last = this.#fixes.at(-1)
    if (!last) return gettext('Waiting for satellites…')
    const holes = { accuracy: number(last.accuracy, 1), gate: number(GATE_M) }
    if (last.accuracy > GATE_M) return interpolate(gettext('±%(accuracy)s m: too far for a corner, ±%(gate)s m is needed'), holes)
    const count = usable(this.#fixes, last.at).length
    if (!mean) return interpolate(gettext('±%(accuracy)s m: stand still a moment'), holes)
    return interpolate(ngettext('±%(accuracy)s m, mean of %(count)s fix', '±%(accuracy)s m, mean of %(count)s fixes', count), { accuracy: number(mean.accuracy, 1), count: number(count) })
  }
}

/** A browser that keeps nothing: the walk goes on without. */
function passOver(error) {
  if (error instanceof DOMException) return []
  throw error
}
