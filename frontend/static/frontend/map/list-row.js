// list-row.js: one parcel in the list: its shape, code, people, area and state.

import { areaShort } from '../ui/area-words.js'
import { element, icon, svg } from '../ui/dom.js'
import { gettext, interpolate, pick } from '../ui/i18n.js'
import { groupIcon } from '../ui/states.js'
import { thumbnailPath } from './shapes.js'

export function listRow(feature, states, isCurrent) {
  const { code, applicant_name: applicant, name } = feature.properties
  const group = states.groupOf(feature.properties.state)
  const button = element(
    'button',
    { class: 'row', type: 'button', 'data-uid': feature.id, 'aria-current': isCurrent && 'true' },
    shapeOf(feature.geometry, group),
    element('span', { class: 'row-title' }, code, element('small', {}, applicant || name || pick(feature.properties, 'tambon'))),
    element('span', { class: 'row-line' }, areaLine(feature.properties)),
    statePill(feature.properties.state, states),
  )
  return element('li', {}, button)
}

/** Icon and word of a state, in its group's colour. */
export function statePill(code, states) {
  const group = states.groupOf(code)
  return element('span', { class: `pill is-${group}` }, icon(groupIcon(group)), element('span', { class: 'pill-word' }, states.nameOf(code)))
}

function shapeOf(geometry, group) {
  if (!geometry) return element('span', { class: 'row-shape' }, icon('circle-dashed'))
  const path = svg('path', { d: thumbnailPath(geometry, 46, 6) })
  return svg('svg', { class: `row-shape is-${group}`, viewBox: '0 0 46 46', 'aria-hidden': 'true' }, path)
}

function areaLine({ area_calc_m2: drawn, joined_area_m2: joined, joined_is_estimate: isEstimate }) {
  const area = areaShort(drawn ?? joined ?? 0)
  if (drawn) return interpolate(gettext('%(area)s rai'), { area })
  return interpolate(isEstimate ? gettext('about %(area)s rai') : gettext('%(area)s rai'), { area })
}
