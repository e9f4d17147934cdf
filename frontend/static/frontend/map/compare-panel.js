// compare-panel.js: the zones as planned beside those as built: two bars, and what differs group by group.

import { participatingArea, zoneShares } from '../geometry/share.js'
import { areaShort } from '../ui/area-words.js'
import { element } from '../ui/dom.js'
import { gettext, interpolate, number, pick } from '../ui/i18n.js'
import { bar, partsOf } from './shares-panel.js'
import { zoneClass } from './styles.js'

/** The section of both. `groups`: rows of the code list zone_group; `choice`: a node above them. */
export function comparePanel(parcel, { planned, built }, groups, choice) {
  const whole = participatingArea(parcel.properties, Number(parcel.properties.area_calc_m2))
  const names = new Map(groups.map((row) => [row.code, pick(row, 'name')]))
  const nameOf = (code) => (code === 'UNZONED' ? gettext('Not zoned') : (names.get(code) ?? code))
  const [before, after] = [planned, built].map((zones) => zoneShares(partsOf(zones), whole))
  const pairs = before.map((row, n) => ({ code: row.code, planned: row, built: after[n] }))
    .filter(({ code, planned: p, built: b }) => code !== 'NONE' || p.area_m2 + b.area_m2 > 0)
  return element(
    'section',
    { class: 'section compare' },
    element('div', { class: 'section-title' }, element('h3', {}, gettext('Planned against built')), element('span', {}, gettext('target 30 : 30 : 30 : 10'))),
    choice,
    figure(gettext('As planned'), 'is-planned', bar(pairs.map((pair) => pair.planned), nameOf)),
    figure(gettext('As built'), 'is-built', bar(pairs.map((pair) => pair.built), nameOf)),
    table(pairs, nameOf),
    element('p', { class: 'compare-note' }, gettext('On the map, colour is what was built; dashed lines are the plan.')),
  )
}

function figure(words, look, drawing) {
  return element('figure', { class: `compare-figure ${look}` }, element('figcaption', {}, words), drawing)
}

function table(pairs, nameOf) {
  const heads = [gettext('Zone'), gettext('As planned'), gettext('As built'), gettext('Difference')]
  return element(
    'table',
    { class: 'shares-table compare-table' },
    element('caption', { class: 'hidden-text' }, gettext('Areas in rai, ngan and square wah')),
    element('thead', {}, element('tr', {}, ...heads.map((head) => element('th', { scope: 'col' }, head)))),
    element('tbody', {}, ...pairs.map((pair) => tableRow(pair, nameOf))),
  )
}

function tableRow({ code, planned, built }, nameOf) {
  const mark = element('i', { class: `swatch ${zoneClass(code)}`, 'aria-hidden': 'true' })
  const cell = ({ area_m2: area, share }) => element('td', {}, areaShort(area), element('small', {}, `${number(share, 1)}%`))
  return element(
    'tr',
    {},
    element('th', { scope: 'row' }, element('span', { class: 'shares-name' }, mark, nameOf(code))),
    cell(planned),
    cell(built),
    element('td', {}, difference(built.area_m2 - planned.area_m2)),
  )
}

/** "+0-1-20.0": more was built than planned. */
function difference(m2) {
  const size = areaShort(Math.abs(m2))
  if (size === areaShort(0)) return gettext('as planned')
  return interpolate(m2 < 0 ? '−%(size)s' : '+%(size)s', { size })
}
