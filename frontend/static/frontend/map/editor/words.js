// words.js: the sentences of the editor. `i18n` has gettext, ngettext, interpolate(format, holes, true) and lang.

/** A clock time, with the day when it is not today. */
export function timeWords({ lang }, iso) {
  const then = new Date(iso)
  const isToday = then.toDateString() === new Date().toDateString()
  const day = isToday ? {} : { day: 'numeric', month: 'short' }
  return new Intl.DateTimeFormat(lang === 'th' ? 'th-TH' : 'en-GB', { ...day, hour: '2-digit', minute: '2-digit' }).format(then)
}

/** Why a drawing was refused; `data` holds the numbers. The codes are those of the server's problems. */
export function refusalWords({ gettext, interpolate }, code, { overshoot_m = 0, overlap_m2 = 0 } = {}) {
  const sentences = {
    self_intersection: gettext('This edge would cross the drawing. The point was not added.'),
    invalid: gettext('The border would cross itself there. The corner went back.'),
    too_few: gettext('An area needs at least three points.'),
    not_on_border: gettext('That is not on the same border. Catch a corner or an edge of the same neighbour, or end tracing.'),
    hole_outside: gettext('A hole lies inside the shape, and not in or around another hole.'),
    offset_failed: gettext('There is no room for that: an edge would vanish or borders would cross.'),
    line_too_short: gettext('A line needs at least two points.'),
    line_crosses_itself: gettext('The line crosses itself.'),
    line_does_not_cross: gettext('The line does not cut the part: begin and end it on the border or outside.'),
    sliver: gettext('One piece would be too small (under 4 m²) or too narrow (under 0.5 m).'),
    zone_outside: gettext('The zone leaves the parcel by %(metres)s m.'),
    zone_overlap: gettext('The zone overlaps another zone by %(area)s m².'),
  }
  return interpolate(sentences[code], { metres: overshoot_m.toFixed(2), area: overlap_m2.toFixed(1) }, true)
}
