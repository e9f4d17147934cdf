// waiting.js: how long an application has been where it is, and when that is too long.

import { element, svg } from '../ui/dom.js'
import { gettext, interpolate, ngettext, number } from '../ui/i18n.js'

const DAY_MS = 24 * 60 * 60 * 1000
/** Days in one state after which somebody must act. */
export const LIMIT = 14
/** The bar is full at this many days. */
const FULL = 60
/** Where nobody waits for anything: the end of the path, and what was closed. */
const RESTS = ['DECLARED', 'REJECTED', 'WITHDRAWN']

export function days(since, now = Date.now()) {
  return Math.max(0, Math.floor((now - new Date(since)) / DAY_MS))
}

export function isLate({ state, state_since: since }) {
  return !RESTS.includes(state) && days(since) > LIMIT
}

export function isResting({ state }) {
  return RESTS.includes(state)
}

/** "12 days", red in a list when it is over the limit. */
export function daysWords(since) {
  const count = days(since)
  return interpolate(ngettext('%(count)s day', '%(count)s days', count), { count: number(count) })
}

/** The days as a bar and a number; at rest, nothing. */
export function waitingBar(application) {
  if (isResting(application)) return element('span', { class: 'waiting waiting-rest' }, '–')
  const count = days(application.state_since)
  const late = isLate(application)
  const width = Math.max(2, Math.min(1, count / FULL) * 64)
  const bar = svg(
    'svg',
    { class: 'waiting-bar', viewBox: '0 0 64 8', 'aria-hidden': 'true' },
    svg('rect', { class: 'waiting-ground', width: 64, height: 8, rx: 3 }),
    svg('rect', { class: 'waiting-fill', width, height: 8, rx: 3 }),
  )
  const about = late && element('span', { class: 'hidden-text' }, gettext('over the limit'))
  return element('span', { class: `waiting ${late ? 'is-late' : ''}` }, bar, element('b', {}, number(count)), about)
}
