// parcel-map.js: a small map of one parcel as a drawing: its neighbours, its zones, its border, a scale. North is up.

import { polygonsOf } from '../../geometry/area.js'
import { geometryBox } from '../../map/shapes.js'
import { svg } from '../../ui/dom.js'
import { gettext, interpolate } from '../../ui/i18n.js'

const WIDTH = 132
const HEIGHT = 92
const MARGIN = 12
const M_PER_DEGREE = 111195
const STEPS_M = [5, 10, 20, 50, 100, 200, 500, 1000]

/** How positions come onto the drawing of a geometry: {place, m: metres a unit, box in degrees}. */
function frameOf(geometry) {
  const { west, south, east, north } = geometryBox(geometry)
  const squeeze = Math.cos((((south + north) / 2) * Math.PI) / 180)
  const perUnit = Math.max(((east - west) * squeeze) / (WIDTH - 2 * MARGIN), (north - south) / (HEIGHT - 2 * MARGIN))
  const left = (west + east) / 2 - (WIDTH / 2) * (perUnit / squeeze)
  const top = (south + north) / 2 + (HEIGHT / 2) * perUnit
  const place = ([lon, lat]) => [((lon - left) * squeeze) / perUnit, (top - lat) / perUnit]
  return { place, m: perUnit * M_PER_DEGREE, box: [left, top - HEIGHT * perUnit, left + (WIDTH * perUnit) / squeeze, top] }
}

/** west,south,east,north of what the drawing of a parcel shows, for asking what lies around it. */
export function boxAround(geometry) {
  return frameOf(geometry).box.map((n) => n.toFixed(6)).join(',')
}

/** The drawing. `neighbours` and `zones` are GeoJSON features; `groupOf(zone)` names a zone's group, `label` says what it is. */
export function parcelMap(geometry, { group, neighbours = [], zones = [], groupOf, label }) {
  const { place, m } = frameOf(geometry)
  const path = (shape, className) => svg('path', { class: className, d: pathOf(shape, place) })
  return svg(
    'svg',
    { class: 'parcel-map', viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: 'img', 'aria-label': label },
    svg('rect', { class: 'parcel-map-land', width: WIDTH, height: HEIGHT }),
    ...neighbours.map((one) => path(one.geometry, 'parcel-map-other')),
    path(geometry, `parcel-map-fill is-${group}`),
    ...zones.map((zone) => path(zone.geometry, `parcel-map-zone is-${groupOf(zone)}`)),
    path(geometry, 'parcel-map-line'),
    scale(m),
  )
}

function pathOf(geometry, place) {
  const ring = (positions) => `M${positions.map((p) => place(p).map((n) => n.toFixed(1)).join(' ')).join('L')}Z`
  return polygonsOf(geometry).flat().map(ring).join('')
}

/** The longest round length that takes no more than a third of the width. */
function scale(m) {
  const metres = STEPS_M.findLast((step) => step / m <= WIDTH / 3) ?? STEPS_M[0]
  const length = metres / m
  const right = WIDTH - 6
  return svg(
    'g', { class: 'parcel-map-scale', 'aria-hidden': 'true' },
    svg('path', { d: `M${(right - length).toFixed(1)} ${HEIGHT - 9}v4h${length.toFixed(1)}v-4` }),
    svg('text', { x: (right - length / 2).toFixed(1), y: HEIGHT - 10 }, interpolate(gettext('%(number)s m'), { number: metres })),
  )
}
