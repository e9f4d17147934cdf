// area-words.js: an area as people say it here: rai, ngan and square wah first, m² second.

import { rai } from '../geometry/units.js'
import { gettext, interpolate, number } from './i18n.js'

/** "3 ไร่ 1 งาน 25.5 ตร.ว." */
export function areaWords(m2) {
  const { rai: whole, ngan, wah } = rai(Number(m2))
  return interpolate(gettext('%(rai)s rai %(ngan)s ngan %(wah)s sq wah'), {
    rai: number(whole),
    ngan,
    wah: number(wah, 1),
  })
}

/** "727-0-00.0", as in the registers. */
export function areaShort(m2) {
  return rai(Number(m2)).text
}

/** The parts with their unit names, to be set large: [[value, unit], …]. */
export function areaParts(m2) {
  const { rai: whole, ngan, wah } = rai(Number(m2))
  return [
    [number(whole), gettext('rai')],
    [String(ngan), gettext('ngan')],
    [number(wah, 1), gettext('sq wah')],
  ]
}

export function metres(m2) {
  return interpolate(gettext('%(number)s m²'), { number: number(Number(m2)) })
}
