// applications.js: the register as a list: find, compare, move many.

import { errorBox, skeletons } from '../../ui/boxes.js'
import { gettext, interpolate, ngettext, number } from '../../ui/i18n.js'
import { Checks } from '../checks.js'
import { turnPages } from '../pager.js'
import { may, start } from '../start.js'
import { Bulk, MOST } from './bulk.js'
import { allColumns, Columns } from './columns.js'
import { emptyList } from './empty.js'
import { Filters } from './filters.js'
import { NextSteps } from './next-step.js'
import { SavedFilters } from './saved.js'
import { Selection } from './selection.js'
import { cards, table } from './table.js'
import { filterOf, View } from './view.js'

const PAGE = 50
const node = document.getElementById('list')
const pager = document.getElementById('pager')
const phone = matchMedia('(max-width: 760px)')

class List {
  #world
  #view = new View()
  #filters
  #columns
  #selection = new Selection(node)
  #checks
  #next
  #rows = []
  #matched = 0
  #links = []
  #canMove
  #bulk
  #abort = new AbortController()
  #filter = ''
  #refocus = ''

  constructor(world) {
    this.#world = world
    this.#canMove = may(world.me, 'update', 'applications')
    this.#filters = new Filters(world, this.#view)
    this.#columns = new Columns(allColumns(world))
    this.#checks = new Checks(world.api)
    this.#next = new NextSteps(this.#checks, world.states)
    const list = { matched: () => this.#matched, chooseAll: () => this.#chooseAll(), moved: () => this.load({ isForced: true }) }
    this.#bulk = new Bulk({ world, selection: this.#selection, checks: this.#checks, list })
    new SavedFilters(world, this.#view)
    this.#listen()
  }

  #listen() {
    this.#view.events.addEventListener('change', () => this.load())
    this.#columns.events.addEventListener('change', () => this.#rows.length && this.#show())
    phone.addEventListener('change', () => this.#rows.length && this.#show())
    this.#columns.show(document.getElementById('columns'))
  }

  async open() {
    await Promise.all([this.load(), this.#filters.loadAreas()])
  }

  /** Load the page that the address names. Old rows stay, dimmed, until the new ones are here. */
  async load({ isForced = false } = {}) {
    this.#abort.abort()
    this.#abort = new AbortController()
    const { signal } = this.#abort
    const { now } = this.#view
    this.#forgetOtherList(now)
    this.#filters.show()
    this.#filters.count({ isForced })
    node.setAttribute('aria-busy', 'true')
    if (this.#rows.length) node.classList.add('is-old')
    else node.replaceChildren(...skeletons(10, 'list-skeleton'))
    try {
      const params = { ...filterOf(now), sortby: now.sort, limit: PAGE, ...now.place }
      this.#take((await this.#world.api.get('/api/applications', params, { signal })).data)
    } catch (problem) {
      if (problem.name === 'AbortError') return
      if (!problem.kind) throw problem
      this.#fail(problem)
    }
    node.classList.remove('is-old')
    node.setAttribute('aria-busy', 'false')
  }

  /** What is chosen belongs to one list: another filter begins without it. */
  #forgetOtherList(now) {
    const filter = JSON.stringify(filterOf(now))
    if (this.#filter && filter !== this.#filter) this.#selection.clear()
    this.#filter = filter
  }

  #take({ items, numberMatched, links }) {
    this.#rows = items
    this.#matched = numberMatched ?? null
    this.#links = links
    const count = numberMatched === undefined
      ? gettext('Over 10,000 applications')
      : interpolate(ngettext('%(count)s application', '%(count)s applications', numberMatched), { count: number(numberMatched) })
    document.getElementById('count').textContent = count
    if (items.length) this.#show()
    else this.#empty()
    this.#turnPages()
    // What the rows are now may differ from what they were when they were chosen.
    if (this.#selection.rows.length) this.#bulk.show()
  }

  #show() {
    const options = {
      ...this.#world,
      columns: this.#columns.chosen,
      sort: this.#view.now.sort,
      canMove: this.#canMove,
      onSort: (sort) => this.#sort(sort),
      onAll: (isChosen) => this.#selection.choosePage(isChosen),
    }
    node.replaceChildren(phone.matches ? cards(this.#rows, options) : table(this.#rows, options))
    this.#selection.offer(this.#rows)
    this.#next.watch(node, this.#rows)
    if (this.#refocus) node.querySelector(this.#refocus)?.focus()
    this.#refocus = ''
  }

  /** The head of the table is made anew: the focus stays on what was clicked. */
  #sort(sort) {
    this.#refocus = `[data-sort="${sort.replace(/^-/, '')}"]`
    this.#view.set({ sort })
  }

  async #empty() {
    const { signal } = this.#abort
    node.replaceChildren(...skeletons(1, 'list-skeleton'))
    const box = await emptyList(this.#filters, this.#view, this.#world.api)
    if (!signal.aborted) node.replaceChildren(box)
  }

  #fail(problem) {
    this.#rows = []
    this.#links = []
    document.getElementById('count').textContent = ''
    node.replaceChildren(errorBox(problem, () => this.load({ isForced: true })))
    this.#turnPages()
  }

  #turnPages() {
    turnPages(pager, this.#links, (place) => {
      this.#view.set({ place })
      node.focus()
      scrollTo({ top: 0 })
    })
  }

  /** Every application that matches, page after page, as far as one move reaches. */
  async #chooseAll() {
    const { now } = this.#view
    const params = { ...filterOf(now), sortby: now.sort, limit: MOST }
    const { data } = await this.#world.api.get('/api/applications', params)
    this.#selection.choose(data.items)
  }
}

start(node, (world) => new List(world).open())
