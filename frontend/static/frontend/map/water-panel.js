// water-panel.js: what the ponds of a parcel hold, against what its land needs in a year. Plain arithmetic, an estimate.

import { participatingArea } from '../geometry/share.js'
import { pondKept, pondOutline, pondVolume } from '../geometry/pond.js'
import { GeometryRefusal } from '../geometry/split.js'
import { element } from '../ui/dom.js'
import { gettext, interpolate, number } from '../ui/i18n.js'

const M3_PER_RAI = 1000 // a year (DOMAIN.md 2.2)
const M2_PER_RAI = 1600

/** The section of water; null when no pond has a depth and a slope. */
export function waterPanel(parcel, zones) {
  const ponds = zones.map(({ geometry, properties }) => heldBy(geometry.coordinates, properties)).filter(Boolean)
  if (!ponds.length) return null
  const sum = (name) => ponds.reduce((total, pond) => total + pond[name], 0)
  const need = (participatingArea(parcel.properties, Number(parcel.properties.area_calc_m2)) / M2_PER_RAI) * M3_PER_RAI
  const rows = [
    [gettext('Full to the brim'), sum('full')],
    [gettext('After a dry season of 3 m'), sum('kept')],
    [gettext('Needed in a year, 1,000 m³ per rai'), need],
  ]
  return element(
    'section',
    { class: 'section water' },
    element('div', { class: 'section-title' }, element('h3', {}, gettext('Water in the ponds')), element('span', {}, gettext('estimate'))),
    element('dl', { class: 'water-list' }, ...rows.flatMap(([name, m3]) => [element('dt', {}, name), element('dd', {}, cubic(m3))])),
  )
}

function cubic(m3) {
  return interpolate(gettext('%(number)s m³'), { number: number(m3, 2) })
}

/** {full, kept} in m³; null for what is no pond, or one whose sides would meet. */
function heldBy(rings, { zone_group: group, depth_m: depth, side_slope: slope }) {
  if (group !== 'WATER' || depth === null || slope === null) return null
  const outline = pondOutline(rings)
  try {
    return { full: pondVolume(outline, Number(depth), Number(slope)), kept: pondKept(outline, Number(depth), Number(slope)) }
  } catch (refusal) {
    if (!(refusal instanceof GeometryRefusal)) throw refusal
    return null
  }
}
