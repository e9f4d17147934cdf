// boxes.js: the states of a part that has nothing to show: waiting, failed, empty.

import { element, icon } from './dom.js'
import { gettext, interpolate } from './i18n.js'

/** Grey blocks of the final height; they appear after 300 ms (CSS), so that quick answers do not flicker. */
export function skeletons(count, className) {
  return Array.from({ length: count }, () => element('div', { class: `skeleton ${className}`, 'aria-hidden': 'true' }))
}

/** What failed, why, and the way on. `problem` is an ApiProblem. */
export function errorBox(problem, tryAgain) {
  const names = { network: 'cloud-off', away: 'cloud-off' }
  const reference = problem.reference && interpolate(gettext('Reference number %(number)s'), { number: problem.reference })
  return element(
    'div',
    { class: 'box box-bad', role: 'alert' },
    element('p', { class: 'box-title' }, icon(names[problem.kind] ?? 'circle-alert'), problem.title),
    problem.detail && problem.detail !== problem.title && element('p', {}, problem.detail),
    element('button', { class: 'button', type: 'button', on: { click: tryAgain } }, icon('refresh-cw'), gettext('Try again')),
    reference && element('p', { class: 'box-quiet' }, reference),
  )
}

/** Nothing here; `actions` are [label, function] pairs that lead on. */
export function emptyBox(title, text, actions = []) {
  const buttons = actions.map(([label, run]) => element('button', { class: 'button', type: 'button', on: { click: run } }, label))
  return element(
    'div',
    { class: 'box' },
    element('p', { class: 'box-title' }, title),
    text && element('p', { class: 'box-quiet' }, text),
    ...buttons,
  )
}
