// drawing.js: both shapes over each other: mine violet, theirs dashed, what only one has tinted with its area.

import { multiPolygonArea } from '../../geometry/area.js'
import { labelPoint } from '../../geometry/polygonize.js'
import { differenceFaces } from '../../geometry/rest.js'
import { areaWords } from '../../ui/area-words.js'
import { boxOf } from '../../map/shapes.js'
import { element, svg } from '../../ui/dom.js'
import { gettext, interpolate, signed } from '../../ui/i18n.js'

const [WIDTH, HEIGHT, MARGIN] = [640, 520, 48]
/** Smaller differences are tinted, and not named. */
const NAMED_M2 = 4

export class Drawing {
  node
  #mine
  #theirs
  #place

  /** `mine`, `theirs`: coordinates of MultiPolygons; `around`: the parcel that zones lie in. */
  constructor(mine, theirs, around = []) {
    this.#mine = mine
    this.#theirs = theirs
    this.#place = frameOf([...mine, ...theirs, ...around])
    const picture = svg('svg', { class: 'outbox-drawing', viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: 'img', 'aria-label': this.#said() }, ...this.#paths(around))
    this.node = element('div', { class: 'outbox-shapes' }, this.#switch(picture), picture, this.#legend())
  }

  #said() {
    const holes = { mine: areaWords(multiPolygonArea(this.#mine)), theirs: areaWords(multiPolygonArea(this.#theirs)) }
    return interpolate(gettext('Your shape has %(mine)s, theirs %(theirs)s.'), holes)
  }

  #switch(picture) {
    const sides = [['both', gettext('Both')], ['mine', gettext('Yours')], ['theirs', gettext('Theirs')]]
    const show = (side) => {
      picture.dataset.side = side
      for (const one of bar.children) one.setAttribute('aria-pressed', String(one.value === side))
    }
    const bar = element('div', { class: 'switch', role: 'group', 'aria-label': gettext('Shapes on the map') }, ...sides.map(([side, words]) => (
      element('button', { type: 'button', value: side, on: { click: () => show(side) } }, words))))
    show('both')
    return bar
  }

  #paths(around) {
    const only = [['mine', this.#mine, this.#theirs], ['theirs', this.#theirs, this.#mine]].flatMap(([side, shape, other]) => (
      differenceFaces(shape, other).map((rings) => ({ side, rings, area: multiPolygonArea([rings]) }))))
    return [
      ...around.map((rings) => this.#path(rings, 'around')),
      ...[...this.#mine, ...this.#theirs].map((rings) => this.#path(rings, 'ground')),
      ...only.map(({ rings, side }) => this.#path(rings, `only-${side}`)),
      ...this.#theirs.map((rings) => this.#path(rings, 'theirs')),
      ...this.#mine.map((rings) => this.#path(rings, 'mine')),
      ...only.filter(({ area }) => area > NAMED_M2).map((one) => this.#label(one)),
    ]
  }

  #path(rings, name) {
    const d = rings.map((ring) => `M${ring.map((p) => this.#place(p).map((n) => n.toFixed(1)).join(' ')).join('L')}Z`).join('')
    return svg('path', { 'data-shape': name, 'fill-rule': 'evenodd', d })
  }

  #label({ rings, area, side }) {
    const [x, y] = this.#place(labelPoint(rings))
    return svg('text', { 'data-shape': `label-${side}`, x, y, 'text-anchor': 'middle' }, areaWords(area))
  }

  #legend() {
    const [mine, theirs] = [this.#mine, this.#theirs].map(multiPolygonArea)
    const line = (side, words, area) => element('p', { 'data-side': side }, element('i', { 'aria-hidden': 'true' }), `${words} ${areaWords(area)}`)
    return element(
      'div', { class: 'outbox-legend' }, line('mine', gettext('Yours'), mine), line('theirs', gettext('Theirs'), theirs),
      element('p', {}, interpolate(gettext('difference %(area)s m²'), { area: signed(mine - theirs, 1) })),
    )
  }
}

function frameOf(polygons) {
  const { west, south, east, north } = boxOf(polygons.flatMap(([shell]) => shell))
  const squeeze = Math.cos((((south + north) / 2) * Math.PI) / 180)
  const perUnit = Math.max(((east - west) * squeeze) / (WIDTH - 2 * MARGIN), (north - south) / (HEIGHT - 2 * MARGIN), 1e-9)
  const left = (west + east) / 2 - (WIDTH / 2) * (perUnit / squeeze)
  const top = (south + north) / 2 + (HEIGHT / 2) * perUnit
  return ([lon, lat]) => [((lon - left) * squeeze) / perUnit, (top - lat) / perUnit]
}
