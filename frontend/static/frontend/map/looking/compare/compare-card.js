// compare-card.js: two dates, and what became of the parcels in view in between, on the map and as a list.

import { columnName, valueWords } from '../../../register/history/words.js'
import { areaShort } from '../../../ui/area-words.js'
import { errorBox } from '../../../ui/boxes.js'
import { element } from '../../../ui/dom.js'
import { gettext, interpolate, number, shortDate } from '../../../ui/i18n.js'
import { field } from '../../editor/controls.js'
import { boundsOf } from '../../map.js'
import { boxText } from '../../query.js'
import { geometryBox } from '../../shapes.js'
import { check } from '../panel.js'
import { CompareLayer, markOf } from './compare-layer.js'

const KINDS = ['appeared', 'gone', 'changed']
const DAY_MS = 86_400_000
const MONTH_DAYS = 30
/** A map that is being moved asks when it rests. */
const REST_MS = 400
/** So many lines are listed; the map has all of them. */
const MOST = 200

/** A day in Thailand as a date input has it. */
function dayOf(time) {
  return new Date(time + 7 * 3_600_000).toISOString().slice(0, 10)
}

export class CompareCard {
  #world
  #card
  #layer
  #from = dayOf(Date.now() - MONTH_DAYS * DAY_MS)
  #to = dayOf(Date.now())
  #kinds = new Set(KINDS)
  #items = []
  #result = element('div', { class: 'compare-result' })
  #abort = new AbortController()
  #later = 0

  constructor(world, card, onBack) {
    this.#world = world
    this.#card = card
    this.#layer = new CompareLayer(world.map)
    card.open(gettext('Compare two dates'), this.#nodes(), { onBack, onClose: () => this.#stop() })
    world.map.on('moveend', this.#askSoon)
    this.#ask()
  }

  #nodes() {
    const day = (id, words, value, set) => field(words, element('input', { id, type: 'date', class: 'input', value, max: dayOf(Date.now()), on: { change: ({ target }) => { set(target.value); this.#ask() } } }))
    return [
      element('div', { class: 'compare-days' },
        day('compare-from', gettext('Earlier date'), this.#from, (value) => { this.#from = value }),
        day('compare-to', gettext('Later date'), this.#to, (value) => { this.#to = value })),
      this.#result,
    ]
  }

  #askSoon = () => {
    clearTimeout(this.#later)
    this.#later = setTimeout(() => this.#ask(), REST_MS)
  }

  /** Ask for the present view; a newer question overtakes an older one. */
  async #ask() {
    this.#abort.abort()
    this.#abort = new AbortController()
    const { signal } = this.#abort
    if (!this.#from || !this.#to || this.#from > this.#to) return this.#refuse(gettext('The earlier date must come before the later one.'))
    this.#result.setAttribute('aria-busy', 'true')
    try {
      const { data } = await this.#world.api.get('/api/collections/parcels/compare', this.#params(), { signal })
      this.#items = data.items
      this.#show(data.is_whole)
    } catch (problem) {
      if (problem.name === 'AbortError') return
      this.#items = []
      this.#layer.show([])
      this.#result.replaceChildren(errorBox(problem, () => this.#ask()))
    }
    this.#result.setAttribute('aria-busy', 'false')
  }

  /** A date means its end, in Thailand. */
  #params() {
    const end = (day) => `${day}T23:59:59.999+07:00`
    return { bbox: boxText(this.#world.map.getBounds()), from: end(this.#from), to: end(this.#to) }
  }

  #refuse(words) {
    this.#items = []
    this.#layer.show([])
    this.#result.replaceChildren(element('p', { class: 'looking-refused', role: 'alert' }, words))
  }

  #show(isWhole) {
    const shown = this.#items.filter(({ change }) => this.#kinds.has(change))
    this.#layer.show(shown)
    const days = interpolate(gettext('%(from)s to %(to)s'), { from: shortDate(`${this.#from}T12:00:00+07:00`), to: shortDate(`${this.#to}T12:00:00+07:00`) })
    this.#result.replaceChildren(...[
      element('p', { class: 'looking-note' }, days),
      element('div', { class: 'compare-kinds', role: 'group', 'aria-label': gettext('What is shown') }, ...KINDS.map((kind) => this.#kind(kind, isWhole))),
      !isWhole && element('p', { class: 'looking-refused' }, gettext('There are more parcels in view than can be compared. Zoom in for all.')),
      !this.#items.length && element('p', {}, gettext('Nothing in view differs between these dates.')),
      element('ul', { class: 'looking-shapes' }, ...shown.slice(0, MOST).map((one) => this.#line(one))),
    ].filter(Boolean))
  }

  #kind(kind, isWhole) {
    const count = this.#items.filter(({ change }) => change === kind).length
    const turn = (isOn) => {
      if (isOn) this.#kinds.add(kind)
      else this.#kinds.delete(kind)
      this.#show(isWhole)
      this.#result.querySelector(`[data-kind="${kind}"] input`).focus()
    }
    const box = check(`${kindName(kind)} (${number(count)})`, this.#kinds.has(kind), turn)
    box.dataset.kind = kind
    box.prepend(element('span', { class: `compare-mark is-${kind}`, 'aria-hidden': 'true' }, markOf(kind)))
    return box
  }

  #line({ code, change, columns, before, after }) {
    const geom = after?.geom ?? before?.geom
    const go = () => geom && this.#world.map.fitBounds(boundsOf(geometryBox(geom)), { padding: [80, 80], maxZoom: 18 })
    const head = element('button', { class: 'text-button', type: 'button', on: { click: go } }, code)
    return element('li', {}, element('span', {}, element('b', { class: `compare-mark is-${change}` }, markOf(change)), ' ', head, ` ${kindName(change)}`), ...this.#changes(columns, before, after))
  }

  #changes(columns, before, after) {
    const words = (name, side) => valueWords('parcel', name, side[name], this.#world.codes)
    const plain = columns.filter((name) => !['geom', 'area_calc_m2'].includes(name))
    const lines = plain.map((name) => `${columnName(name)}: ${words(name, before)} → ${words(name, after)}`)
    if (columns.includes('geom')) lines.unshift(`${gettext('Shape')}: ${areaShort(before.area_calc_m2 ?? 0)} → ${areaShort(after.area_calc_m2 ?? 0)}`)
    return lines.map((line) => element('small', {}, line))
  }

  #stop() {
    clearTimeout(this.#later)
    this.#abort.abort()
    this.#world.map.off('moveend', this.#askSoon)
    this.#layer.remove()
  }
}

function kindName(kind) {
  return { appeared: gettext('Appeared'), gone: gettext('Gone'), changed: gettext('Changed') }[kind]
}
