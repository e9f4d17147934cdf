// rows.js: cases as a list of buttons: what kind, which parcels, how much, since when. The list beside the map.

import { areaShort } from '../../ui/area-words.js'
import { element, icon } from '../../ui/dom.js'
import { gettext, interpolate, pick, shortDate } from '../../ui/i18n.js'

/** How a state looks: its tag and its icon; colour never stands alone. */
const LOOKS = {
  OPEN: ['tag-bad', 'triangle-alert'], ASSERTED: ['tag-wait', 'clock'],
  WITHDRAWN: ['', 'undo-2'], ACCEPTED: ['tag-good', 'check'],
}

export function nameOf(codes, list, code) {
  return pick(codes[list].find((row) => row.code === code), 'name') || code
}

/** The state as a tag; the land itself has settled what is closed. */
export function stateTag({ state, closed_at: closed }, codes) {
  const [look, glyph] = closed ? ['', 'archive'] : LOOKS[state]
  const words = closed ? gettext('Settled by the land') : nameOf(codes, 'case_state', state)
  return element('span', { class: `tag ${look}` }, icon(glyph), words)
}

/** What one calls a parcel of which one sees nothing. */
export function codeWords(code) {
  return code ?? gettext('a parcel of another office')
}

export function overlapWords({ kind, overlap_m2: overlap }) {
  if (kind !== 'OVERLAP') return gettext('The same deed on both')
  return overlap === null ? gettext('Area not reckoned') : interpolate(gettext('%(area)s rai shared'), { area: areaShort(overlap) })
}

/** The page of cases; `chosen` is the one that is shown, `choose(uid)` answers a click. */
export function caseRows(features, codes, chosen, choose) {
  return element('ul', { class: 'case-rows', 'aria-label': gettext('Disputes') }, ...features.map((one) => row(one, codes, chosen, choose)))
}

function row({ id, properties }, codes, chosen, choose) {
  return element(
    'li', {},
    element(
      'button',
      { class: 'case-row', type: 'button', 'data-uid': id, 'aria-current': id === chosen && 'true', on: { click: () => choose(id) } },
      element('span', { class: 'case-row-top' }, element('b', {}, nameOf(codes, 'case_kind', properties.kind)), stateTag(properties, codes)),
      element('span', {}, codeWords(properties.parcel_a_code)),
      element('span', {}, codeWords(properties.parcel_b_code)),
      element('small', {}, overlapWords(properties), ' · ', interpolate(gettext('since %(date)s'), { date: shortDate(properties.opened_at) })),
    ),
  )
}
