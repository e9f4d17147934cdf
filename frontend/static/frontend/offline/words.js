// words.js: the kinds, states and fields of the outbox in words.

import { gettext, interpolate, number, shortDate } from '../ui/i18n.js'

const KINDS = {
  parcel: ['pentagon', () => gettext('Parcel')],
  zones: ['sprout', () => gettext('Zones of')],
  survey: ['file-text', () => gettext('Survey')],
  photo: ['camera', () => gettext('Picture')],
}
const FIELDS = {
  geometry: () => gettext('Shape'),
  tambon: () => gettext('Tambon'),
  name: () => gettext('Name'),
  land_class: () => gettext('Land class'),
  joined_area_m2: () => gettext('Joined area'),
  joined_is_estimate: () => gettext('The joined area is an estimate'),
  capture_method: () => gettext('How the shape came'),
  visited_on: () => gettext('Visited on'),
  visited_by: () => gettext('Visited by'),
  ready: () => gettext('Is the land ready?'),
  location: () => gettext('Place'),
  soil: () => gettext('Soil'),
  water_source: () => gettext('Water'),
  flood_risk: () => gettext('Risk of flood'),
  access: () => gettext('Access'),
  crops_now: () => gettext('Crops now'),
  animals_now: () => gettext('Animals now'),
  reasons: () => gettext('Reasons'),
  zones: () => gettext('Zones'),
  row: () => gettext('What is kept'),
}

export function kindName(kind) {
  return KINDS[kind][1]()
}

export function kindIcon(kind) {
  return KINDS[kind][0]
}

export function fieldName(name) {
  return FIELDS[name]?.() ?? name
}

/** Whether people know this field: what the server computes has no name here. */
export function isNamed(name) {
  return name in FIELDS
}

export function stateName(state) {
  return {
    waiting: gettext('waits'),
    behind: gettext('behind another'),
    sending: gettext('being sent'),
    retry: gettext('tries again'),
    conflict: gettext('changed by two'),
    refused: gettext('not taken'),
    sent: gettext('sent'),
  }[state]
}

/** 28 Nov 2026 14:20 */
export function moment(ms) {
  const date = new Date(ms)
  return `${shortDate(date.toISOString())} ${date.toTimeString().slice(0, 5)}`
}

export function sizeWords(bytes) {
  if (bytes < 1e6) return interpolate(gettext('%(size)s kB'), { size: number(Math.ceil(bytes / 1e3)) })
  if (bytes >= 1e9) return interpolate(gettext('%(size)s GB'), { size: number(bytes / 1e9, 1) })
  return interpolate(gettext('%(size)s MB'), { size: number(bytes / 1e6, 1) })
}
