// cases.js: disputes about land: the list, and beside it the one that is chosen. The address holds the view.

import { emptyBox, errorBox, skeletons } from '../../ui/boxes.js'
import { element, icon } from '../../ui/dom.js'
import { gettext, interpolate, ngettext, number } from '../../ui/i18n.js'
import { start } from '../start.js'
import { OneCase } from './one.js'
import { caseRows } from './rows.js'

const PAGE = 30
/** What still waits for somebody. */
const UNSETTLED = "closed_at IS NULL AND state IN ('OPEN', 'ASSERTED')"
const FIRST = { show: 'open', case: '', after: '' }
const node = document.getElementById('list')
const count = document.getElementById('count')
const pager = document.getElementById('pager')
const main = document.getElementById('cases')
const phone = matchMedia('(max-width: 760px)')

class Cases {
  #world
  #one
  #features = []
  #key = ''

  constructor(world) {
    this.#world = world
    this.#one = new OneCase(world, { changed: () => this.#load(), back: () => this.#set({ case: '' }) })
    document.getElementById('one').replaceChildren(this.#one.node)
    addEventListener('popstate', () => this.#show())
    for (const button of document.querySelectorAll('[data-show]')) button.addEventListener('click', () => this.#set({ ...FIRST, show: button.dataset.show }))
  }

  get #view() {
    return { ...FIRST, ...Object.fromEntries(new URLSearchParams(location.search)) }
  }

  #set(changes) {
    const given = Object.entries({ ...this.#view, ...changes }).filter(([name, value]) => value && value !== FIRST[name])
    const query = new URLSearchParams(given).toString()
    history.pushState(null, '', query ? `${location.pathname}?${query}` : location.pathname)
    return this.#show({ isMoved: true })
  }

  open() {
    return this.#show()
  }

  async #show({ isMoved = false } = {}) {
    const view = this.#view
    for (const button of document.querySelectorAll('[data-show]')) button.setAttribute('aria-pressed', String(button.dataset.show === view.show))
    const key = `${view.show} ${view.after}`
    if (key !== this.#key || !this.#features.length) {
      this.#key = key
      await this.#load()
    }
    this.#showOne(isMoved)
  }

  /** On a desk the first case is shown where none is chosen; on a phone the list. */
  #showOne(isMoved) {
    const uid = this.#view.case || (phone.matches ? '' : this.#features[0]?.id ?? '')
    main.dataset.view = uid ? 'one' : 'list'
    document.getElementById('one').hidden = !uid
    for (const row of node.querySelectorAll('.case-row')) row.ariaCurrent = row.dataset.uid === uid ? 'true' : null
    if (!uid) return isMoved && node.focus()
    this.#one.open(uid)
    if (isMoved && this.#view.case) this.#one.node.focus({ preventScroll: !phone.matches })
    if (isMoved && phone.matches) scrollTo({ top: 0 })
  }

  async #load() {
    const { show, after } = this.#view
    node.setAttribute('aria-busy', 'true')
    if (!this.#features.length) node.replaceChildren(...skeletons(6, 'case-skeleton'))
    try {
      const params = { sortby: '-opened_at', limit: PAGE, after, filter: show === 'all' ? '' : UNSETTLED }
      this.#take(await this.#world.api.items('cases', params), show)
    } catch (problem) {
      if (!problem.kind) throw problem
      this.#features = []
      count.textContent = ''
      pager.hidden = true
      node.replaceChildren(errorBox(problem, () => this.#show()))
    }
    node.setAttribute('aria-busy', 'false')
  }

  #take({ features, numberMatched, after }, show) {
    this.#features = features
    count.textContent = numberMatched === null
      ? gettext('Over 10,000 disputes')
      : interpolate(ngettext('%(count)s dispute', '%(count)s disputes', numberMatched), { count: number(numberMatched) })
    const { codes } = this.#world
    const chosen = this.#view.case
    node.replaceChildren(features.length ? caseRows(features, codes, chosen, (uid) => this.#set({ case: uid })) : this.#empty(show))
    this.#turn(after)
  }

  #empty(show) {
    if (show === 'all') return emptyBox(gettext('No disputes in your area'), gettext('One is opened when two shapes overlap, or when a deed stands twice.'))
    return emptyBox(gettext('No open disputes'), gettext('What was settled stands under “All”.'), [[gettext('Show all'), () => this.#set({ ...FIRST, show: 'all' })]])
  }

  #turn(after) {
    const isFirst = !this.#view.after
    pager.hidden = isFirst && !after
    const go = (to) => () => {
      this.#set({ after: to, case: '' })
      scrollTo({ top: 0 })
    }
    pager.replaceChildren(
      element('button', { class: 'button', type: 'button', disabled: isFirst, on: { click: go('') } }, icon('chevron-left'), gettext('First page')),
      element('button', { class: 'button', type: 'button', disabled: !after, on: { click: go(after) } }, gettext('Next page'), icon('chevron-right')),
    )
  }
}

start(node, (world) => new Cases(world).open())
