// shapes.js: how a shape was and how it became, as two drawings at the same scale.

import { polygonsOf } from '../../geometry/area.js'
import { boxOf } from '../../map/shapes.js'
import { element, svg } from '../../ui/dom.js'
import { gettext } from '../../ui/i18n.js'

const WIDTH = 200
const HEIGHT = 140
const MARGIN = 10

/** Both drawings; one of the two geometries may be missing. Each shows the other one as a dashed line. */
export function shapesBeside(before, after) {
  const place = frameOf([before, after].filter(Boolean))
  return element(
    'div', { class: 'version-shapes' },
    figure(gettext('Before'), before, after, place),
    figure(gettext('After'), after, before, place),
  )
}

function frameOf(geometries) {
  const { west, south, east, north } = boxOf(geometries.flatMap((one) => polygonsOf(one).flatMap(([shell]) => shell)))
  const squeeze = Math.cos((((south + north) / 2) * Math.PI) / 180)
  const perUnit = Math.max(((east - west) * squeeze) / (WIDTH - 2 * MARGIN), (north - south) / (HEIGHT - 2 * MARGIN), 1e-9)
  const left = (west + east) / 2 - (WIDTH / 2) * (perUnit / squeeze)
  const top = (south + north) / 2 + (HEIGHT / 2) * perUnit
  return ([lon, lat]) => [((lon - left) * squeeze) / perUnit, (top - lat) / perUnit]
}

function figure(caption, geometry, other, place) {
  const drawing = svg(
    'svg', { class: 'version-shape', viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: 'img', 'aria-label': geometry ? caption : `${caption}: ${gettext('not drawn')}` },
    svg('rect', { class: 'parcel-map-land', width: WIDTH, height: HEIGHT }),
    geometry && svg('path', { class: 'version-fill', d: pathOf(geometry, place) }),
    other && svg('path', { class: 'version-other', d: pathOf(other, place) }),
    geometry && svg('path', { class: 'parcel-map-line', d: pathOf(geometry, place) }),
  )
  return element('figure', {}, drawing, element('figcaption', {}, geometry ? caption : `${caption}: ${gettext('not drawn')}`))
}

function pathOf(geometry, place) {
  const ring = (positions) => `M${positions.map((p) => place(p).map((n) => n.toFixed(1)).join(' ')).join('L')}Z`
  return polygonsOf(geometry).flat().map(ring).join('')
}
