// area-panel.js: the areas of a parcel: drawn large, and deed, drawn and joined beside each other, never one number.

import { areaParts, areaShort, areaWords, metres } from '../ui/area-words.js'
import { element } from '../ui/dom.js'
import { gettext, interpolate, number, signed } from '../ui/i18n.js'

/** Drawn and deed area differ too much beyond 5 % of the deed, at least 20 square wah (DOMAIN.md 3.4). */
const LARGE_SHARE = 0.05
const LARGE_M2 = 80

export function areaPanel(properties) {
  const { area_calc_m2: drawn, joined_area_m2: joined } = properties
  const source = drawn ? gettext('measured from the shape') : gettext('joined area, not drawn yet')
  const hasMore = drawn || properties.area_deed_m2 !== null
  return [largeArea(drawn ?? joined ?? 0, source), hasMore && areaTable(properties)].filter(Boolean)
}

function largeArea(m2, source) {
  const figures = areaParts(m2).map(([value, unit]) =>
    element('span', {}, element('b', {}, value), element('span', { class: 'unit' }, unit), ' '))
  const small = element('p', { class: 'area-metres' }, metres(m2), element('span', {}, source))
  return element('div', { class: 'area-large', role: 'group', 'aria-label': areaWords(m2) }, ...figures, small)
}

function areaTable({ area_deed_m2: deed, area_calc_m2: drawn, joined_area_m2: joined, joined_is_estimate: isEstimate }) {
  const joinedText = isEstimate ? interpolate(gettext('about %(area)s'), { area: areaShort(joined) }) : joined > 0 ? areaShort(joined) : '–'
  const columns = [
    [gettext('Deed'), deed === null ? '–' : areaShort(deed)],
    [gettext('Drawn'), drawn ? areaShort(drawn) : '–'],
    [gettext('Difference'), differenceCell(deed, drawn)],
    [gettext('Joined'), joinedText],
  ]
  return element(
    'table',
    { class: 'area-table' },
    element('caption', { class: 'hidden-text' }, gettext('Areas in rai-ngan-square wah')),
    element('thead', {}, element('tr', {}, ...columns.map(([name]) => element('th', { scope: 'col' }, name)))),
    element('tbody', {}, element('tr', {}, ...columns.map(([, value]) => element('td', {}, value)))),
  )
}

function differenceCell(deed, drawn) {
  if (deed === null || !drawn) return '–'
  const difference = Number(drawn) - Number(deed)
  const isLarge = Math.abs(difference) > Math.max(LARGE_SHARE * deed, LARGE_M2)
  const holes = { wah: signed(difference / 4, 1), percent: number((Math.abs(difference) / deed) * 100, 1) }
  const text = interpolate(gettext('%(wah)s sq wah (%(percent)s%)'), holes)
  return element('span', { class: isLarge ? 'difference is-large' : 'difference' }, text)
}
