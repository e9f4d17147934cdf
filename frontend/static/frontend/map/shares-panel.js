// shares-panel.js: the zones of a parcel as a bar and a table against 30 : 30 : 30 : 10; they always add to 100 %.

import { participatingArea, zoneShares } from '../geometry/share.js'
import { areaShort } from '../ui/area-words.js'
import { element, icon, svg } from '../ui/dom.js'
import { gettext, interpolate, number, pgettext, pick, signed } from '../ui/i18n.js'
import { zoneClass } from './styles.js'

const WIDTH = 344
/** A difference of more than this many points is pointed out. */
const LARGE_POINTS = 3

/** The section of zone shares. `groups`: rows of the code list zone_group; `choice`: a node above them, or null. */
export function sharesPanel(parcel, zones, groups, choice = null) {
  const whole = participatingArea(parcel.properties, Number(parcel.properties.area_calc_m2))
  const names = new Map(groups.map((row) => [row.code, pick(row, 'name')]))
  const nameOf = (code) => (code === 'UNZONED' ? gettext('Not zoned') : (names.get(code) ?? code))
  const rows = zoneShares(partsOf(zones), whole).filter(({ code, area_m2: area }) => code !== 'NONE' || area > 0)
  const content = zones.length ? [bar(rows, nameOf), table(rows, nameOf), note(rows, nameOf)] : [nothing()]
  return element(
    'section',
    { class: 'section' },
    element('div', { class: 'section-title' }, element('h3', {}, gettext('Zone shares')), element('span', {}, gettext('target 30 : 30 : 30 : 10'))),
    choice,
    ...content,
  )
}

/** What shares are counted from: [{group, area_m2}] of zone features. */
export function partsOf(zones) {
  return zones.map(({ properties }) => ({ group: properties.zone_group, area_m2: Number(properties.area_calc_m2) }))
}

function nothing() {
  return element('p', { class: 'box-quiet' }, gettext('No zones drawn yet.'))
}

/** The shares over their targets. */
export function bar(rows, nameOf) {
  const label = rows.map(({ code, share }) => `${nameOf(code)} ${number(share, 1)}%`).join(', ')
  const targets = rows.filter(({ target }) => target !== null)
  return svg(
    'svg',
    { class: 'shares-bar', viewBox: `0 0 ${WIDTH} 52`, preserveAspectRatio: 'none', role: 'img', 'aria-label': label },
    ...stretches(rows.map(({ code, share }) => [code, share]), { y: 0, height: 28, rx: 4, name: 'shares-part' }),
    ...stretches(targets.map(({ code, target }) => [code, target]), { y: 38, height: 7, rx: 3, name: 'shares-target' }),
    ...[30, 60, 90].map((percent) => svg('path', { class: 'shares-tick', d: `M${(percent / 100) * WIDTH - 1} 30V47` })),
  )
}

function stretches(parts, { y, height, rx, name }) {
  let x = 0
  return parts.map(([code, percent]) => {
    const width = (percent / 100) * WIDTH
    const rect = svg('rect', { class: `${name} ${zoneClass(code)}`, x: x.toFixed(1), y, width: Math.max(0, width - 2).toFixed(1), height, rx })
    x += width
    return rect
  })
}

function table(rows, nameOf) {
  const heads = [gettext('Zone'), pgettext('size', 'Area'), gettext('Share'), gettext('From target')]
  return element(
    'table',
    { class: 'shares-table' },
    element('thead', {}, element('tr', {}, ...heads.map((head) => element('th', { scope: 'col' }, head)))),
    element('tbody', {}, ...rows.map((row) => tableRow(row, nameOf))),
  )
}

function tableRow({ code, area_m2: area, share, difference }, nameOf) {
  const mark = element('i', { class: `swatch ${zoneClass(code)}`, 'aria-hidden': 'true' })
  return element(
    'tr',
    {},
    element('th', { scope: 'row' }, element('span', { class: 'shares-name' }, mark, nameOf(code))),
    element('td', {}, areaShort(area)),
    element('td', {}, `${number(share, 1)}%`),
    element('td', {}, difference === null ? '' : differenceMark(difference)),
  )
}

function differenceMark(points) {
  const isLarge = Math.abs(points) > LARGE_POINTS
  const text = interpolate(gettext('%(points)s pt'), { points: signed(points, 1) })
  return element('span', { class: isLarge ? 'shares-difference is-large' : 'shares-difference' }, text)
}

function note(rows, nameOf) {
  const off = rows.filter(({ difference }) => difference !== null && Math.abs(difference) > LARGE_POINTS)
  if (!off.length) return null
  const names = off.map(({ code }) => nameOf(code)).join(', ')
  const text = interpolate(gettext('More than 3 points from the target: %(names)s. The ratio is a guide, not a limit.'), { names })
  return element('p', { class: 'message message-warn' }, icon('circle-alert'), element('span', {}, text))
}
