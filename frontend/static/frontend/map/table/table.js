// table.js: the table under the map: the parcels in view, chosen in the table or on the map, and edited together.

import { Selection } from '../../register/list/selection.js'
import { emptyBox, errorBox } from '../../ui/boxes.js'
import { element, icon } from '../../ui/dom.js'
import { gettext, interpolate, ngettext, number } from '../../ui/i18n.js'
import { button } from '../editor/controls.js'
import { boxText, parcelFilter } from '../query.js'
import { refuse, whyNoTool } from '../rights.js'
import { boundsOf } from '../map.js'
import { bodyRow, headRow } from './columns.js'
import { EditDialog } from './edit-dialog.js'
import { ChosenMarks } from './marks.js'
import { Rectangle } from './rectangle.js'

const PAGE = 200
/** Parcels that may be chosen and edited together. */
const MOST = 500
const REST_MS = 400

/** `world` as Looking has it. One table at a time; `close` puts everything back. */
export class MapTable {
  #world
  #node = document.getElementById('map-table')
  #head = element('thead')
  #body = element('tbody')
  #end = element('div', { class: 'table-end' })
  #bar = element('div', { class: 'table-bar', role: 'toolbar', 'aria-label': gettext('Chosen parcels') })
  #count = element('p', { class: 'table-count', role: 'status' })
  #selection
  #marks
  #rectangle = null
  #features = []
  #matched = null
  #after = null
  #sort = 'code'
  #abort = new AbortController()
  #off = new AbortController()
  #later = 0

  constructor(world) {
    this.#world = world
    this.#marks = new ChosenMarks(world.map)
    const scroll = element('div', { class: 'table-scroll', tabindex: '0', role: 'region', 'aria-label': gettext('Parcels in view') }, element('table', {}, this.#head, this.#body), this.#end)
    this.#node.replaceChildren(this.#bar, scroll)
    this.#selection = new Selection(scroll)
    this.#selection.events.addEventListener('change', () => this.#chosen())
    this.#head.addEventListener('change', ({ target }) => target.id === 'all' && this.#selection.choosePage(target.checked))
    world.store.events.addEventListener('change', ({ detail }) => this.#follow(detail.changed), { signal: this.#off.signal })
    world.editor.events.addEventListener('tool', ({ detail }) => detail.tool && this.#rectangle?.cancel(), { signal: this.#off.signal })
    document.addEventListener('keydown', (event) => this.#key(event), { capture: true, signal: this.#off.signal })
    this.#node.hidden = false
    document.getElementById('bench').classList.add('has-table')
    document.getElementById('legend').open = false // it would cover what is left of the map
    this.#load()
  }

  #key(event) {
    if (event.key !== 'Escape' || !this.#rectangle || document.querySelector('dialog[open]')) return
    event.preventDefault()
    event.stopPropagation()
    this.#rectangle.cancel()
  }

  #follow(changed) {
    if (!changed.some((name) => ['place', 'area', 'q', 'groups'].includes(name))) return
    clearTimeout(this.#later)
    this.#later = setTimeout(() => this.#load(), REST_MS)
  }

  async #load() {
    this.#abort.abort()
    this.#abort = new AbortController()
    this.#head.replaceChildren(headRow(this.#sort, (sort) => { this.#sort = sort; this.#load() }))
    this.#node.setAttribute('aria-busy', 'true')
    try {
      const page = await this.#ask({ bbox: boxText(this.#world.map.getBounds()), limit: PAGE })
      this.#features = []
      this.#body.replaceChildren()
      this.#add(page)
    } catch (problem) {
      if (problem.name === 'AbortError') return
      this.#body.replaceChildren()
      this.#end.replaceChildren(errorBox(problem, () => this.#load()))
    }
    this.#node.setAttribute('aria-busy', 'false')
  }

  #ask(params) {
    const { api, store, states } = this.#world
    const { signal } = this.#abort
    return api.items('parcels', { ...parcelFilter(store.view, states), sortby: this.#sort, ...params }, { signal })
  }

  #add({ features, after, numberMatched }) {
    this.#features.push(...features)
    this.#after = after
    this.#matched = numberMatched
    this.#body.append(...features.map((feature) => bodyRow(feature, this.#world)))
    this.#selection.offer(this.#features.map((feature) => ({ uid: feature.id, feature })))
    this.#end.replaceChildren(...this.#after ? [button(gettext('More'), () => this.#more())] : [], ...this.#features.length ? [] : [emptyBox(gettext('No parcel in view matches'), gettext('Move the map, or change the filters.'))])
    this.#chosen()
  }

  async #more() {
    try {
      this.#add(await this.#ask({ bbox: boxText(this.#world.map.getBounds()), limit: PAGE, after: this.#after }))
    } catch (problem) {
      if (problem.name !== 'AbortError') this.#world.say(problem.title)
    }
  }

  /** What is chosen has changed: the map and the bar follow. */
  #chosen() {
    const rows = this.#selection.rows
    this.#marks.show(rows.map(({ feature }) => feature))
    const words = rows.length
      ? interpolate(ngettext('%(count)s chosen', '%(count)s chosen', rows.length), { count: number(rows.length) })
      : interpolate(gettext('%(count)s parcels in view'), { count: this.#matched === null ? '10,000+' : number(this.#matched) })
    this.#count.textContent = words
    this.#bar.replaceChildren(this.#count, ...this.#buttons(rows))
  }

  #buttons(rows) {
    const { me } = this.#world
    const reason = whyNoTool(me, 'edit', {}) || (rows.length ? '' : gettext('Choose parcels first.')) || (rows.length > MOST ? interpolate(gettext('At most %(most)s parcels can be edited together.'), { most: number(MOST) }) : '')
    const edit = button(gettext('Edit together'), () => (reason ? this.#world.say(reason) : this.#edit(rows)), { kind: 'main' })
    refuse(edit, reason)
    const close = element('button', { class: 'icon-button', type: 'button', 'aria-label': gettext('Close the table'), on: { click: () => this.close() } }, icon('x'))
    const corner = this.#rectangle && button(gettext('Take the cross as corner'), () => this.#rectangle.addAtCrosshair())
    const choose = element('button', { class: 'editor-button editor-button-plain', type: 'button', 'aria-pressed': String(Boolean(this.#rectangle)), on: { click: () => this.#pick() } }, icon('square-dashed'), gettext('Choose on the map'))
    const none = rows.length > 0 && button(gettext('Select none'), () => this.#selection.clear())
    return [choose, corner, edit, none, close].filter(Boolean)
  }

  /** Two corners on the map: every parcel that touches the rectangle is chosen. */
  #pick() {
    if (this.#rectangle) return this.#rectangle.cancel()
    this.#world.editor.stop()
    this.#world.view.isDeaf = true
    this.#rectangle = new Rectangle(this.#world.map, this.#node, (box) => this.#picked(box))
    this.#world.say(gettext('Mark two opposite corners of a rectangle. Keys: arrows and Enter, Esc leaves.'))
    this.#chosen()
  }

  async #picked(box) {
    this.#rectangle = null
    this.#world.view.isDeaf = false
    this.#chosen()
    if (!box) return
    try {
      const { features, numberMatched } = await this.#ask({ bbox: boxText(boundsOf(box)), limit: MOST })
      this.#selection.choose(features.map((feature) => ({ uid: feature.id, feature })))
      if (features.length < (numberMatched ?? Infinity)) this.#world.say(interpolate(gettext('The first %(most)s in the rectangle are chosen.'), { most: number(MOST) }))
    } catch (problem) {
      if (problem.name !== 'AbortError') this.#world.say(problem.title)
    }
  }

  #edit(rows) {
    return new EditDialog(this.#world, rows.map(({ feature }) => feature), (results) => this.#edited(results))
  }

  /** Who was saved is chosen no longer; who was refused still is, as it stands now. */
  #edited(results) {
    const saved = results.filter(({ problem }) => !problem).map(({ row: { feature } }) => ({ uid: feature.id, feature }))
    this.#selection.choose(saved, false)
    this.#world.view.reload()
    this.#world.list.load()
    this.#load()
  }

  close() {
    clearTimeout(this.#later)
    this.#rectangle?.cancel()
    this.#off.abort()
    this.#abort.abort()
    this.#marks.remove()
    this.#node.hidden = true
    this.#node.replaceChildren()
    document.getElementById('bench').classList.remove('has-table')
    document.getElementById('looking-button').focus()
  }
}
