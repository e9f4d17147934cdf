// stake.js: finding a corner of a parcel on the land: how far, in which direction.

import { polygonsOf } from '../geometry/area.js'
import { element, svg } from '../ui/dom.js'
import { gettext, interpolate, number } from '../ui/i18n.js'
import { nearestCorner, toward } from './fixes.js'
import { Locator } from './locator.js'

/** A part of the details that is closed until it is wanted; null for a parcel without a shape. */
export function stakePart({ geometry }) {
  const corners = polygonsOf(geometry).flatMap(([shell]) => shell.slice(0, -1))
  return corners.length ? new Stake(corners).node : null
}

class Stake {
  #corners
  #locator = new Locator((fix) => this.#show(fix), (words) => this.#say.replaceChildren(words))
  #chosen = null
  #choice
  #say = element('p', { class: 'stake-words', role: 'status' })
  #needle = svg('path', { d: 'M0 -34L13 26L0 14L-13 26Z' })
  #arrow = svg('svg', { class: 'stake-arrow', viewBox: '-40 -40 80 80', 'aria-hidden': 'true' }, svg('circle', { r: 38 }), this.#needle)

  constructor(corners) {
    this.#corners = corners
    const options = corners.map((_, i) => element('option', { value: i }, interpolate(gettext('Corner %(number)s'), { number: number(i + 1) })))
    const choose = () => { this.#chosen = Number(this.#choice.value) }
    this.#choice = element('select', { class: 'input', 'aria-label': gettext('Which corner'), on: { change: choose } }, ...options)
    this.node = element('details', { class: 'stake', on: { toggle: () => this.#toggle() } }, element('summary', {}, gettext('Find a corner on the land')), this.#choice, this.#say, this.#arrow)
  }

  #toggle() {
    if (!this.node.open) return this.#locator.stop()
    this.#say.replaceChildren(gettext('Waiting for satellites…'))
    this.#locator.start()
  }

  #show({ lon, lat, accuracy }) {
    if (!this.node.isConnected) return this.#locator.stop()
    this.#chosen ??= nearestCorner([lon, lat], this.#corners)
    this.#choice.value = this.#chosen
    const { metres, degrees } = toward([lon, lat], this.#corners[this.#chosen])
    this.#needle.setAttribute('transform', `rotate(${degrees.toFixed(0)})`)
    const holes = { metres: number(metres, metres < 100 ? 1 : 0), direction: directionName(degrees), degrees: number(degrees), accuracy: number(accuracy, 1) }
    const words = metres <= accuracy ? gettext('Here, as well as this device can say: %(metres)s m (±%(accuracy)s m)') : gettext('%(metres)s m %(direction)s, %(degrees)s° (±%(accuracy)s m)')
    this.#say.textContent = interpolate(words, holes)
  }
}

function directionName(degrees) {
  const names = [gettext('north'), gettext('north-east'), gettext('east'), gettext('south-east'), gettext('south'), gettext('south-west'), gettext('west'), gettext('north-west')]
  return names[Math.round(degrees / 45) % 8]
}
