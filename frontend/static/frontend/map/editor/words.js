// words.js: the sentences of the editor. `i18n` has gettext, ngettext, interpolate(format, holes, true) and lang.

/** A clock time, with the day when it is not today. */
export function timeWords({ lang }, iso) {
  const then = new Date(iso)
  const isToday = then.toDateString() === new Date().toDateString()
  const day = isToday ? {} : { day: 'numeric', month: 'short' }
  return new Intl.DateTimeFormat(lang === 'th' ? 'th-TH' : 'en-GB', { ...day, hour: '2-digit', minute: '2-digit' }).format(then)
}

/**
 * Why a drawing was refused; `data` holds the numbers. A code of the server's problems has the server's sentence, and
 * `then` says what became of the drawing. The other codes are what only a pen can do wrong.
 */
export function refusalWords(i18n, code, data = {}, then = '') {
  const { gettext } = i18n
  const sentences = {
    too_few: gettext('An area needs at least three points.'),
    hole_outside: gettext('A hole lies inside the shape, and not in or around another hole.'),
    offset_failed: gettext('There is no room for that: an edge would vanish or borders would cross.'),
  }
  return [sentences[code] ?? ruleWords(i18n, code, data), then].filter(Boolean).join(' ')
}

/** A rule of geometry/rules.js, or of an operation on a shape, in the words of the server's problem of that code. */
export function ruleWords({ gettext, interpolate }, code, { overshoot_m = 0, overlap_m2 = 0, m2 = 0 } = {}) {
  const sentences = {
    self_intersection: gettext('The border crosses itself here. Move the corner.'),
    empty: gettext('The shape has no area.'),
    not_closed: gettext('The ring is not closed: its last corner has to be its first.'),
    not_finite: gettext('A coordinate is not a finite number.'),
    too_many_positions: gettext('The shape has too many corners: at most 2,000 positions.'),
    too_many_rings: gettext('The shape has too many rings: at most 50.'),
    too_many_parts: gettext('The shape has too many parts: at most 20.'),
    swapped_axes: gettext('The axes are swapped: longitude comes first, then latitude.'),
    metres_not_degrees: gettext('These are metres, not degrees. Send longitude and latitude (WGS 84).'),
    out_of_country: gettext('A corner lies outside Thailand. Is the reference system the right one?'),
    overlap: gettext("Overlaps approved land by %(overlap_m2)s m². Move the border to meet the neighbour's."),
    zone_outside: gettext('The zone leaves its parcel by %(overshoot_m)s m. At most 0.10 m is allowed.'),
    zone_overlap: gettext('The zones overlap by %(overlap_m2)s m².'),
    area_too_small: gettext('The drawn area is %(m2)s m², less than one square wah. Is it drawn whole?'),
    line_too_short: gettext('Draw a line of at least two different places.'),
    line_crosses_itself: gettext('The line crosses itself. Draw it again without a loop.'),
    line_does_not_cross: gettext('The line does not cut the parcel. Draw it from outside to outside.'),
    sliver: gettext('A piece would be smaller than one square wah or narrower than half a metre.'),
    not_on_border: gettext('This place is not on the border of the parcel.'),
    area_too_large: gettext('The drawn area is %(m2)s m², more than 1,000 rai. Are the corners right?'),
  }
  const holes = { overshoot_m: overshoot_m.toFixed(2), overlap_m2: overlap_m2.toFixed(1), m2: m2.toFixed(1) }
  return interpolate(sentences[code], holes, true)
}
