// zone-pond.js: depth and side slope of a zone of water, and what it would hold.

import { DRY_SEASON_M, pondKept, pondOutline, pondVolume, SHALLOW_M } from '../../geometry/pond.js'
import { GeometryRefusal } from '../../geometry/split.js'
import { element } from '../../ui/dom.js'
import { number } from '../../ui/i18n.js'
import { field, replaceContent } from './controls.js'

const DEPTH = { max: 50, isOut: (depth) => !(depth > 0 && depth <= 50) }
const SLOPE = { max: 20, isOut: (slope) => !(slope >= 0 && slope <= 20) }

/** The part of a piece's row about its water. `onEdit(part)`: a value was typed. */
export function pondForm({ i18n, piece, number: which, onEdit }) {
  const { gettext, interpolate } = i18n
  const outline = pondOutline(piece.polygon)
  const words = element('p', { class: 'editor-pond-words', id: `editor-pond-${piece.uid}` })
  let now = { depth_m: piece.depth_m ?? null, side_slope: piece.side_slope ?? null }
  const show = () => replaceContent(words, ...pondWords(i18n, outline, now))
  const edit = (name) => (value) => {
    now = { ...now, [name]: value }
    onEdit({ [name]: value })
    show()
  }
  show()
  const input = (name, range) => typed(`editor-${name}-${piece.uid}`, now[name], range.max, words.id, edit(name))
  const name = interpolate(gettext('Water of part %(number)s'), { number: which }, true)
  return element('div', { class: 'editor-pond', role: 'group', 'aria-label': name },
    element('div', { class: 'editor-pair' },
      field(gettext('Depth, m'), input('depth_m', DEPTH)),
      field(gettext('Side slope, 1 : …'), input('side_slope', SLOPE))),
    words)
}

/** Two decimals are stored. */
function typed(id, value, max, about, onInput) {
  const read = ({ target }) => onInput(target.value === '' ? null : Math.round(Number(target.value) * 100) / 100)
  return element('input', { type: 'number', id, value, min: 0, max, step: 'any', inputmode: 'decimal', 'aria-describedby': about, on: { input: read } })
}

function pondWords({ gettext, interpolate }, outline, { depth_m: depth, side_slope: slope }) {
  if (depth === null || slope === null) return [gettext('With depth and side slope, the water that it holds is estimated. A slope of 1 : 1 goes in one metre for each metre down.')]
  if (DEPTH.isOut(depth)) return [gettext('A depth is above 0 and at most 50 m.')]
  if (SLOPE.isOut(slope)) return [gettext('A side slope is between 0 and 20.')]
  try {
    const holes = { full: number(pondVolume(outline, depth, slope), 2), kept: number(pondKept(outline, depth, slope), 2), metres: DRY_SEASON_M }
    const held = element('strong', {}, interpolate(gettext('Holds about %(full)s m³.'), holes, true))
    const kept = interpolate(gettext('After a dry season, which takes %(metres)s m: %(kept)s m³.'), holes, true)
    const warning = depth < SHALLOW_M && element('span', { class: 'editor-warning' }, ` ${gettext('Under 4 m deep, hardly any water is left.')}`)
    return [held, ` ${kept}`, warning]
  } catch (refusal) {
    if (!(refusal instanceof GeometryRefusal)) throw refusal
    const holes = { width: number(refusal.width_m, 1), needed: number(refusal.needed_m, 1) }
    return [element('span', { class: 'editor-warning' }, interpolate(gettext('The sides would meet: the pond is %(width)s m wide and would have to be over %(needed)s m.'), holes, true))]
  }
}

/** Whether a zone of this group holds water. */
export function holdsWater(group) {
  return group === 'WATER'
}

/** What a piece keeps of its water when it becomes another type of zone. */
export function waterOf(piece, group) {
  return holdsWater(group) ? {} : { depth_m: null, side_slope: null }
}
