// values.js: a value of a feature or record as people read it.

import { multiPolygonArea, polygonsOf } from '../../geometry/area.js'
import { rai } from '../../geometry/units.js'
import { gettext, interpolate, pick, shortDate } from '../../ui/i18n.js'

const LISTS = ['land_class', 'soil', 'water_source', 'flood_risk']

export function valueWords(codes, name, value) {
  if (value === null || value === undefined || value === '') return gettext('empty')
  if (name === 'geometry') return rai(multiPolygonArea(polygonsOf(value))).text
  if (name === 'location') return interpolate(gettext('%(lat)s° N %(lon)s° E'), { lat: value.coordinates[1].toFixed(5), lon: value.coordinates[0].toFixed(5) })
  if (LISTS.includes(name)) return pick(codes[name].find(({ code }) => code === value), 'name') || value
  if (name === 'joined_area_m2') return rai(Number(value)).text
  if (name === 'visited_on') return shortDate(value)
  if (typeof value === 'boolean') return value ? gettext('yes') : gettext('no')
  return String(value)
}
