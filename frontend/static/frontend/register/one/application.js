// application.js: one application on one page: what is true on the left, what to do on the right.

import { skeletons } from '../../ui/boxes.js'
import { element } from '../../ui/dom.js'
import { page as about } from '../../ui/page.js'
import { say, start } from '../start.js'
import { Comments } from './comments.js'
import { Consents } from './consents.js'
import { Designs } from './designs.js'
import { Documents } from './documents.js'
import { Head } from './head.js'
import { Land } from './land.js'
import { Moves } from './moves.js'
import { Papers } from './papers.js'
import { Dossier } from './dossier.js'
import { Survey } from './survey.js'
import { Timeline } from './timeline.js'
import { Works } from './works.js'

const main = document.getElementById('application')

/** The cards of the page, and the way from what is missing to the card that ends it. */
class Page extends Dossier {
  #cards = {}

  async open() {
    await this.load()
    const cards = {
      head: new Head(this), moves: new Moves(this), land: new Land(this), documents: new Documents(this),
      survey: new Survey(this), designs: new Designs(this), works: new Works(this), timeline: new Timeline(this),
      consents: new Consents(this), papers: new Papers(this), comments: new Comments(this),
    }
    this.#cards = Object.fromEntries(Object.entries(cards).filter(([, card]) => card.isShown?.() ?? true))
    const nodes = (...names) => names.flatMap((name) => this.#cards[name]?.node ?? [])
    main.replaceChildren(
      ...nodes('head'),
      element(
        'div', { class: 'two-columns' },
        element('div', { class: 'column' }, ...nodes('land', 'documents', 'survey', 'designs', 'works', 'timeline')),
        element('div', { class: 'column' }, ...nodes('moves', 'consents', 'papers', 'comments')),
      ),
      cards.moves.thumb,
    )
    this.show()
    main.setAttribute('aria-busy', 'false')
    document.title = `${this.application.no} · ${document.title}`
    document.querySelector('.header-here').textContent = this.application.no
  }

  show() {
    for (const card of Object.values(this.#cards)) card.render()
  }

  /** Read everything anew after a change; open forms stay. */
  async reload() {
    try {
      await this.load()
      this.show()
    } catch (problem) {
      if (!problem.kind) throw problem
      say(problem.title)
    }
  }

  /** Go to what ends a lack, such as /consents/DATA, and open it. */
  end(path) {
    const [, part, what] = path.split('/')
    const names = { parcels: 'land', zones: 'land', cases: 'land', attachments: 'papers', surveys: 'survey', size_target_rai: 'head' }
    const card = this.#cards[names[part] ?? part]
    if (!card) return
    card.node.scrollIntoView({ block: 'start' })
    card.end?.(what, part)
  }
}

main.replaceChildren(...['head', 'tall', 'tall'].map((size) => skeletons(1, `card-skeleton is-${size}`)[0]))
// The page that opens without a network is the same for all: only its address says which one is meant.
start(main, (world) => new Page(world, about.uid ?? location.pathname.split('/').at(-1)).open())
