// outbox.js: the outbox on one page: what waits, what needs a decision, what has gone.

import { emptyBox } from '../../ui/boxes.js'
import { element } from '../../ui/dom.js'
import { gettext, interpolate, ngettext, number } from '../../ui/i18n.js'
import { say, start } from '../../register/start.js'
import { Outbox } from '../outbox.js'
import { inOrder, shownState } from '../rules.js'
import { moment, sizeWords } from '../words.js'
import { ConflictView } from './conflict.js'
import { detailOf } from './detail.js'
import { Row } from './row.js'
import { Taking } from './taking.js'

const SECOND_MS = 1000
const main = document.getElementById('outbox')

class Page {
  #world
  #outbox
  #rows = new Map()
  #list = element('ul', { class: 'outbox-items', 'aria-label': gettext('Items') })
  #head = element('header', { class: 'outbox-head' })
  #detail = element('section', { class: 'outbox-detail', 'aria-live': 'polite', 'aria-label': gettext('The chosen item') })
  #chosen = Number(new URLSearchParams(location.search).get('item')) || null
  #shown = ''

  constructor(world) {
    this.#world = world
    this.#outbox = new Outbox(world.me.username)
  }

  async open() {
    main.replaceChildren(element('div', { class: 'outbox-list' }, this.#head, this.#list, new Taking(this.#world).node), this.#detail)
    this.#outbox.events.addEventListener('change', () => this.show())
    this.#outbox.events.addEventListener('progress', ({ detail }) => this.#rows.get(detail.id)?.progress(detail.part))
    for (const name of ['online', 'offline']) addEventListener(name, () => this.show())
    setInterval(() => this.#rows.forEach((row) => row.tick()), SECOND_MS)
    await this.show()
    main.setAttribute('aria-busy', 'false')
  }

  async show() {
    const items = await this.#outbox.items()
    const ordered = inOrder(items)
    if (!items.some(({ seq }) => seq === this.#chosen)) this.#chosen = ordered.find(({ state }) => ['conflict', 'refused'].includes(state))?.seq ?? null
    this.#rows = new Map(ordered.map((item) => [item.seq, new Row(item, shownState(item, items), item.seq === this.#chosen, () => this.#choose(item.seq))]))
    this.#list.replaceChildren(...[...this.#rows.values()].map(({ node }) => node))
    this.#showHead(items, await this.#outbox.ofOthers())
    this.#showDetail(items.find(({ seq }) => seq === this.#chosen), items)
  }

  #choose(seq) {
    this.#chosen = seq
    history.replaceState(null, '', `?item=${seq}`)
    this.show().then(() => this.#detail.querySelector('h2')?.focus())
  }

  #showHead(items, others) {
    const unsent = items.filter(({ state }) => state !== 'sent')
    const size = unsent.reduce((sum, { blob, body }) => sum + (blob?.size ?? JSON.stringify(body ?? '').length), 0)
    const count = interpolate(ngettext('%(count)s item on this device', '%(count)s items on this device', unsent.length), { count: number(unsent.length) })
    const net = navigator.onLine ? gettext('there is a network') : gettext('no network')
    const tags = [['bad', gettext('needs you'), ['conflict', 'refused']], ['busy', gettext('being sent'), ['sending']], ['wait', gettext('waits'), ['waiting', 'retry']], ['good', gettext('sent'), ['sent']]]
    const tagsShown = tags.map(([look, words, states]) => [look, words, items.filter(({ state }) => states.includes(state)).length]).filter(([, , n]) => n)
    this.#head.replaceChildren(...[
      element('h1', {}, gettext('Outbox')),
      element('p', {}, [count, sizeWords(size), net].join(' · ')),
      element('div', { class: 'outbox-tags' }, ...tagsShown.map(([look, words, n]) => element('span', { class: 'outbox-tag', 'data-look': look }, `${words} ${number(n)}`))),
      others > 0 && element('p', { class: 'outbox-others' }, interpolate(ngettext('%(count)s item of somebody else is on this device too. It goes when he signs in here.', '%(count)s items of somebody else are on this device too. They go when he signs in here.', others), { count: number(others) })),
    ].filter(Boolean))
  }

  /** Drawn anew only when it is another item or state: choices that were made stay. */
  #showDetail(item, items) {
    const shown = item ? `${item.id} ${shownState(item, items)}` : `${items.length}`
    if (shown === this.#shown) return
    this.#shown = shown
    this.#detail.replaceChildren(item ? this.#nodeOf(item, items) : this.#nothing(items))
  }

  #nodeOf(item, items) {
    const world = { ...this.#world, outbox: this.#outbox, say }
    return item.state === 'conflict' ? new ConflictView(world, item).node : detailOf(world, item, shownState(item, items))
  }

  #nothing(items) {
    const last = Math.max(0, ...items.map(({ sent_at: at }) => at ?? 0))
    const isAll = items.every(({ state }) => state === 'sent')
    if (!isAll) return emptyBox(gettext('Nothing needs you'), gettext('What waits goes by itself when there is a network.'))
    return emptyBox(gettext('Everything is sent'), last ? interpolate(gettext('last at %(time)s'), { time: moment(last) }) : gettext('What you save without a network waits here.'))
  }
}

start(main, (world) => new Page(world).open())
