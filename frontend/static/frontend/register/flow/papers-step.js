// papers-step.js: a card for each kind of paper that this applicant needs, and one for whatever else he brings.

import { element } from '../../ui/dom.js'
import { gettext, interpolate, number } from '../../ui/i18n.js'
import { papersOf } from './needs.js'
import { PaperCard } from './paper-card.js'
import { Sending } from './sending.js'

export class PapersStep {
  node = element('section', { class: 'card flow-step', id: 'step-papers', tabindex: '-1', 'aria-labelledby': 'papers-title' })
  #flow
  #sending
  #cards = new Map()
  #count = element('p', { class: 'quiet' })
  #list = element('div', { class: 'flow-papers' })

  constructor(flow) {
    this.#flow = flow
    this.#sending = new Sending(flow)
    this.#sending.events.addEventListener('change', () => flow.show())
    this.#sending.events.addEventListener('done', () => flow.reload())
    this.node.append(element('h2', { id: 'papers-title' }, gettext('Papers')), this.#count, this.#list)
    addEventListener('beforeunload', (event) => this.#sending.jobs.length && event.preventDefault())
  }

  get #needed() {
    return papersOf(this.#flow).filter(([, isNeeded]) => isNeeded).map(([kind]) => kind)
  }

  isBegun() {
    return this.#flow.rows.attachments.length > 0
  }

  summary() {
    const there = new Set(this.#flow.rows.attachments.map(({ kind }) => kind))
    const lacks = this.#needed.filter((kind) => !there.has(kind)).length
    const faults = [...this.#cards.values()].reduce((sum, card) => sum + card.state.faults, 0)
    return { lacks, faults, small: lacks || faults ? '' : gettext('complete') }
  }

  render() {
    const wanted = [...papersOf(this.#flow), ...this.#others()]
    const key = wanted.join()
    if (this.#list.dataset.key !== key) this.#build(wanted, key)
    const needed = this.#needed
    const there = needed.filter((kind) => this.#flow.rows.attachments.some((row) => row.kind === kind))
    this.#count.replaceChildren(interpolate(gettext('%(there)s of %(needed)s that are needed for “papers complete”. The application can be sent without them.'), { there: number(there.length), needed: number(needed.length) }))
    for (const card of this.#cards.values()) card.render()
  }

  /** Kinds that were brought without being asked for, and “other”. */
  #others() {
    const known = papersOf(this.#flow).map(([kind]) => kind)
    const brought = this.#flow.rows.attachments.map(({ kind }) => kind).filter((kind) => !known.includes(kind))
    return [...new Set([...brought, 'OTHER'])].map((kind) => [kind, false])
  }

  #build(wanted, key) {
    this.#list.dataset.key = key
    const cards = wanted.map(([kind, isNeeded]) => new PaperCard(this.#flow, this.#sending, kind, isNeeded))
    this.#cards = new Map(cards.map((card) => [card.kind, card]))
    this.#list.replaceChildren(...cards.map(({ node }) => node))
  }
}
