// place-finder.js: where the land of a parcel lies that nobody has drawn yet: typed coordinates take the map there.

import { placeFault } from '../geometry/rules.js'
import { parseAngle, parseRows, TypedError } from '../geometry/typed.js'
import { element } from '../ui/dom.js'
import { gettext } from '../ui/i18n.js'

/** While somebody types, half a number is another place. */
const WAIT_MS = 400
const FIELD = 'place-typed'

/** [lon, lat] of "16.43012, 101.14423", in either order, Thai digits and degrees-minutes-seconds too; null when it is none. */
export function readPlace(text) {
  try {
    const [first, ...others] = parseRows(text, parseAngle, parseAngle)
    if (others.length) return null
    return [first, first.toReversed()].find((position) => !placeFault(position)) ?? null
  } catch (error) {
    if (error instanceof TypedError) return null
    throw error
  }
}

/** The field; `go(position)` is called when a place in the country stands in it, and again when it is another one. */
export function placeField(go) {
  const note = element('p', { class: 'place-note', id: `${FIELD}-note`, role: 'status' }, gettext('Latitude, longitude. The map goes there at once.'))
  const input = element('input', { class: 'input', id: FIELD, autocomplete: 'off', enterkeyhint: 'go', placeholder: '16.43012, 101.14423', 'aria-describedby': note.id })
  const look = lookup(input, note, go)
  let timer = null
  input.addEventListener('input', () => {
    clearTimeout(timer)
    timer = setTimeout(() => look(false), WAIT_MS)
  })
  input.addEventListener('change', () => look(true))
  return element('div', { class: 'place-finder' }, element('label', { for: FIELD }, gettext('Coordinates of the land')), input, note)
}

/** What is done with what stands in the field; it is complained of only when somebody has `done` typing. */
function lookup(input, note, go) {
  let gone = ''
  return (isDone) => {
    const position = readPlace(input.value)
    const isWrong = isDone && input.value.trim() !== '' && !position
    note.textContent = noteWords(position, isWrong)
    note.classList.toggle('is-wrong', isWrong)
    if (!position || String(position) === gone) return
    gone = String(position)
    go(position)
  }
}

function noteWords(position, isWrong) {
  if (isWrong) return gettext('This is no place in Thailand. Write it like 16.43012, 101.14423.')
  return position ? gettext('The map is there now: draw the shape.') : gettext('Latitude, longitude. The map goes there at once.')
}
