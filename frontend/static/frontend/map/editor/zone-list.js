// zone-list.js: the pieces of the parcel, numbered as on the map; each gets its zone type here.

import { polygonArea } from '../../geometry/area.js'
import { rai } from '../../geometry/units.js'
import { element } from '../../ui/dom.js'
import { holdsWater, pondForm } from './zone-pond.js'

/** One row a piece. `active`: uid of the piece to cut, null when none can be chosen; `onType(uid, type)`, `onActive(uid)`, `onPond(uid, part)`. */
export function zoneList({ pieces, ...heard }) {
  const rows = pieces.map((piece, i) => row({ piece, number: i + 1, ...heard }))
  return element('ol', { class: 'editor-pieces' }, ...rows)
}

function row({ world, piece, number, active, onType, onActive, onPond }) {
  const { gettext, interpolate } = world.i18n
  const area = element('span', { class: 'editor-piece-area' }, rai(polygonArea(piece.polygon)).text)
  const choice = typeSelect(world, `editor-type-${piece.uid}`, piece.type, (type) => onType(piece.uid, type))
  choice.setAttribute('aria-label', interpolate(gettext('Zone type of part %(number)s'), { number }, true))
  const radio = active !== null && cutRadio(interpolate(gettext('Cut part %(number)s'), { number }, true), piece.uid, active, onActive)
  const mark = element('b', { class: `editor-number editor-group-${groupOf(world, piece.type)}` }, number)
  const pond = holdsWater(groupOf(world, piece.type)) && pondForm({ i18n: world.i18n, piece, number, onEdit: (part) => onPond(piece.uid, part) })
  return element('li', { class: 'editor-piece' }, mark, choice, area, radio, pond)
}

function cutRadio(words, uid, active, onActive) {
  const radio = element('input', {
    type: 'radio', name: 'editor-active', id: `editor-cut-${uid}`, checked: uid === active, 'aria-label': words,
    on: { change: () => onActive(uid) },
  })
  return element('label', { class: 'editor-cut', title: words, for: radio.id }, radio)
}

/** A select of all zone types under their groups. */
export function typeSelect({ codes, i18n }, id, value, onChange) {
  const groups = codes.zone_group.map((group) => {
    const types = codes.zone_type.filter((type) => type.group_id === group.code)
    return element('optgroup', { label: i18n.pick(group, 'name') }, ...types.map((type) => option(type.code, i18n.pick(type, 'name'), value)))
  })
  const none = option('', i18n.gettext('Not zoned'), value)
  return element('select', { id, on: { change: (event) => onChange(event.target.value) } }, none, ...groups)
}

function option(code, text, value) {
  return element('option', { value: code, selected: code === value }, text)
}

/** The group of a zone type; land without a type is UNZONED. */
export function groupOf({ codes }, type) {
  return codes.zone_type.find(({ code }) => code === type)?.group_id ?? 'UNZONED'
}
