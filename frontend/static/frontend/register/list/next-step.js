// next-step.js: what follows for each row, asked when the row comes into view: ready, or how much is missing.

import { element, icon } from '../../ui/dom.js'
import { gettext, interpolate, ngettext, number } from '../../ui/i18n.js'
import { isAside } from '../asks.js'

/** Fill every `[data-next]` of the list; `rows` are those on the page. */
export class NextSteps {
  #checks
  #states
  #rows = new Map()
  #observer = new IntersectionObserver((entries) => entries.filter((one) => one.isIntersecting).forEach((one) => this.#fill(one.target)))

  constructor(checks, states) {
    this.#checks = checks
    this.#states = states
  }

  watch(node, rows) {
    this.#observer.disconnect()
    this.#rows = new Map(rows.map((row) => [row.uid, row]))
    for (const place of node.querySelectorAll('[data-next]')) this.#observer.observe(place)
  }

  async #fill(place) {
    this.#observer.unobserve(place)
    const row = this.#rows.get(place.closest('[data-uid]')?.dataset.uid)
    if (!row) return
    try {
      place.replaceChildren(tagOf(nextOf(await this.#checks.of(row)), this.#states))
    } catch (problem) {
      if (!problem.kind) throw problem
      place.replaceChildren('–')
    }
  }
}

/** The move that leads on: the first that goes forward. */
export function nextOf(moves) {
  return moves.find(({ to }) => !isAside(to))
}

function tagOf(move, states) {
  if (!move) return element('span', {}, '–')
  const missing = move.missing.length
  if (missing) {
    const words = interpolate(ngettext('%(count)s thing missing', '%(count)s things missing', missing), { count: number(missing) })
    return element('span', { class: 'tag tag-bad', title: move.missing.map((one) => one.message).join('\n') }, words)
  }
  const name = states.nameOf(move.to)
  if (move.possible) return element('span', { class: 'tag tag-good' }, icon('check'), interpolate(gettext('ready: %(state)s'), { state: name }))
  return element('span', { class: 'tag', title: move.refused.message }, icon('lock'), name)
}
