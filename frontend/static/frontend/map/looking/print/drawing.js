// drawing.js: parcels, zones, outlines and files as SVG on the paper.

import { areaShort } from '../../../ui/area-words.js'
import { svg } from '../../../ui/dom.js'
import { polygonsOf } from '../../../geometry/area.js'
import { labelPlace } from '../../shapes.js'
import { token, zoneStyle } from '../../styles.js'

/** Millimetres of a pixel's line on paper. */
const LINE = 0.16
const LETTER = 1.55
const TEXT = 2.6

/** The whole map part; `content` is what content.js has loaded. */
export function drawMap(ground, { parcels, zones, areas, backdrop, base, look, hidden }) {
  const zoned = new Set(look.hasZones ? zones.map(({ properties }) => properties.parcel) : [])
  const styled = parcels.map((parcel) => [parcel, look.keyOf(parcel.properties)])
  styled.sort(([, a], [, b]) => look.order.indexOf(a) - look.order.indexOf(b))
  return [
    ...base.images.map((one) => imageOf(ground, one)),
    ...styled.map(([{ id, geometry }, key]) => shape(ground, geometry, look.style(key, zoned.has(id)))),
    ...(look.hasZones ? zones.map(({ geometry, properties }) => shape(ground, geometry, zoneStyle(properties.zone_group))) : []),
    ...areas.map(({ geometry }) => shape(ground, geometry, { color: token('map-area-line'), weight: 2.4, dashArray: '12 4 2 4', fillOpacity: 0, fillColor: 'none' })),
    ...backdrop.map(({ geometry }) => backdropShape(ground, geometry)),
    ...(hidden.includes('labels') ? [] : labels(ground, parcels)),
  ]
}

function imageOf(ground, { href, box: { west, south, east, north } }) {
  const [x, y] = ground.mm([west, north])
  const [right, bottom] = ground.mm([east, south])
  return svg('image', { href, x, y, width: right - x, height: bottom - y, preserveAspectRatio: 'none' })
}

function shape(ground, geometry, { color, weight, dashArray, fillColor, fillOpacity }) {
  const d = polygonsOf(geometry).flat().map((ring) => path(ground, ring, true)).join('')
  const dashes = dashArray?.split(' ').map((length) => length * LINE).join(' ')
  return svg('path', { d, fill: fillColor, 'fill-opacity': fillOpacity, 'fill-rule': 'evenodd', stroke: color, 'stroke-width': weight * LINE, 'stroke-dasharray': dashes, 'stroke-linejoin': 'round' })
}

function path(ground, positions, isClosed) {
  const points = positions.map((position) => ground.mm(position).map((n) => n.toFixed(3)).join(' '))
  return `M${points.join('L')}${isClosed ? 'Z' : ''}`
}

function backdropShape(ground, { type, coordinates }) {
  const look = { fill: 'none', stroke: token('color-mine'), 'stroke-width': 2.4 * LINE, 'stroke-dasharray': '1.2 0.7' }
  if (type.endsWith('Polygon')) return svg('path', { ...look, d: polygonsOf({ type, coordinates }).flat().map((ring) => path(ground, ring, true)).join('') })
  if (type.endsWith('LineString')) return svg('path', { ...look, d: (type === 'LineString' ? [coordinates] : coordinates).map((line) => path(ground, line, false)).join('') })
  const points = (type === 'Point' ? [coordinates] : coordinates).map((at) => ground.mm(at))
  return svg('path', { fill: token('color-mine'), d: points.map(([x, y]) => `M${x - 0.9} ${y}a.9.9 0 1 0 1.8 0a.9.9 0 1 0-1.8 0`).join('') })
}

/** Code and area where there is room, the largest land first, none over another. */
function labels(ground, parcels) {
  const taken = []
  const sorted = [...parcels].sort((a, b) => b.properties.area_calc_m2 - a.properties.area_calc_m2 || (a.id < b.id ? -1 : 1))
  return sorted.flatMap(({ geometry, properties }) => label(ground, geometry, properties, taken))
}

function label(ground, geometry, { code, area_calc_m2: m2 }, taken) {
  const { at, width } = labelPlace(geometry)
  const [x, y] = ground.mm(at)
  const room = ground.mm([at[0] + width / 2, at[1]])[0] - ground.mm([at[0] - width / 2, at[1]])[0]
  const lines = [[code, areaShort(m2)], [code], [code.split('-').at(-1)]].find((words) => fits(words, x, y, room, taken))
  return lines ? lines.map((words, i) => svg('text', { class: i ? 'sheet-area' : 'sheet-code', x, y: y + (i - (lines.length - 1) / 2) * TEXT + 0.9 }, words)) : []
}

function fits(lines, x, y, room, taken) {
  const half = (Math.max(...lines.map((words) => words.length)) * LETTER) / 2
  const high = (lines.length * TEXT) / 2
  const box = { left: x - half, right: x + half, top: y - high, bottom: y + high }
  const isFree = 2 * half <= room && !taken.some((other) => box.left < other.right && other.left < box.right && box.top < other.bottom && other.top < box.bottom)
  if (isFree) taken.push(box)
  return isFree
}
