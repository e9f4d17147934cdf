// furniture.js: what a map on paper needs beside its content: title, grid, north, scale, legend, date, sources.

import { svg } from '../../../ui/dom.js'
import { gettext, interpolate, number, shortDate } from '../../../ui/i18n.js'
import { barLength } from './paper.js'

const BAR_ROOM = 62
const ENTRY = 4.4
const GRID_EVERY_MM = 45
/** Degrees, as parts of degrees, minutes and seconds. */
const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800].map((seconds) => seconds / 3600)

function text(x, y, words, className = '') {
  return svg('text', { x, y, class: className || null }, words)
}

export function head({ head: { x, y } }, title) {
  return [text(x, y + 6, title, 'sheet-title')]
}

/** Lines of longitude and latitude with their degrees at the edges. */
export function grid(ground, { width, height }) {
  const { west, south, east, north } = ground.box
  const step = STEPS.find((one) => ((one * width) / (east - west)) >= GRID_EVERY_MM) ?? 1
  const meridians = multiples(west, east, step).flatMap((lon) => {
    const [x] = ground.mm([lon, south])
    return [svg('path', { class: 'sheet-grid', d: `M${x} 0V${height}` }), text(x + 0.8, height - 1, angle(lon, 'E'), 'sheet-degrees')]
  })
  const parallels = multiples(south, north, step).flatMap((lat) => {
    const [, y] = ground.mm([west, lat])
    return [svg('path', { class: 'sheet-grid', d: `M0 ${y}H${width}` }), text(0.8, y - 0.7, angle(lat, 'N'), 'sheet-degrees')]
  })
  return [...meridians, ...parallels]
}

function multiples(from, to, step) {
  const first = Math.ceil(from / step)
  return Array.from({ length: Math.max(0, Math.floor(to / step) - first + 1) }, (_, i) => (first + i) * step)
}

function angle(degrees, side) {
  const seconds = Math.round(degrees * 3600)
  const part = (n) => String(n).padStart(2, '0')
  return `${Math.floor(seconds / 3600)}°${part(Math.floor((seconds % 3600) / 60))}′${part(seconds % 60)}″${side}`
}

/** True north: meridians are drawn upright. */
export function north({ width }) {
  const x = width - 9
  return [
    svg('path', { class: 'sheet-plate', d: `M${x - 6} 2h12v17h-12z` }),
    svg('path', { class: 'sheet-ink', d: `M${x} 4l3.4 9l-3.4-2.2l-3.4 2.2z` }),
    svg('text', { x, y: 17.4, class: 'sheet-north' }, 'N'),
  ]
}

/** Scale in numbers and as a bar of four parts; the bar is exactly as long as it says. */
export function scaleBar({ scale }, x, y) {
  const length = barLength(scale, BAR_ROOM)
  const mm = (length * 1000) / scale
  const parts = [0, 1, 2, 3].map((i) => svg('path', { class: i % 2 ? 'sheet-bar is-light' : 'sheet-bar', d: `M${x + (i * mm) / 4} ${y + 3}h${mm / 4}v1.6h${-mm / 4}z` }))
  const words = length >= 1000 ? interpolate(gettext('%(number)s km'), { number: number(length / 1000) }) : interpolate(gettext('%(number)s m'), { number: number(length) })
  return [
    text(x, y, interpolate(gettext('Scale 1:%(scale)s'), { scale: number(scale) }), 'sheet-strong'),
    svg('g', { class: 'sheet-scale', 'data-metres': length }, ...parts),
    text(x, y + 8, '0'),
    text(x + mm, y + 8, words, 'sheet-middle'),
  ]
}

/** Entries [{key, words}] in columns. */
export function legend({ foot }, entries) {
  const rows = Math.floor((foot.height - 6) / ENTRY)
  const column = (foot.width - BAR_ROOM - 18) / Math.max(2, Math.ceil(entries.length / rows))
  const one = ({ key, words }, i) => {
    const [x, y] = [foot.x + Math.floor(i / rows) * column, foot.y + 8 + (i % rows) * ENTRY]
    return [svg('path', { class: `sheet-swatch is-${key}`, d: `M${x} ${y - 2.6}h4v3h-4z` }), text(x + 5.5, y, words)]
  }
  return [text(foot.x, foot.y + 3, gettext('Legend'), 'sheet-strong'), ...entries.flatMap(one)]
}

/** When it was printed, from what. */
export function sources({ foot }, lines) {
  const x = foot.x + foot.width - BAR_ROOM - 12
  const date = interpolate(gettext('Printed on %(date)s'), { date: shortDate(new Date().toISOString()) })
  return [date, gettext('WGS 84, true metres around the middle of the sheet'), ...lines.filter(Boolean)].map((words, i) => text(x, foot.y + 17 + i * 3.8, words, 'sheet-small'))
}

export function barPlace({ foot }) {
  return [foot.x + foot.width - BAR_ROOM - 12, foot.y + 3]
}
