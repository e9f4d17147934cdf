// findings.js: what the server refused, or the rules here say, in words in the panel and as numbered marks on the map.

import { element } from '../../ui/dom.js'
import { button } from './controls.js'
import { ruleWords } from './words.js'

/** Nodes for the panel; a finding with a place gets a button that shows it. */
export function findingNodes({ i18n, map }, problem) {
  const said = problem.detail || problem.title
  const head = element('p', {}, element('strong', {}, said))
  if (!problem.findings?.length) return [head]
  const isOnlyFinding = problem.findings.length === 1 && problem.findings[0].message === said
  return [!isOnlyFinding && head, findingList({ i18n, map }, problem.findings)]
}

/** [{message, at}] as a numbered list. */
export function findingList({ i18n: { gettext }, map }, findings) {
  const items = findings.map(({ message, at }) => element('li', {},
    element('span', {}, message),
    at && button(gettext('Show on the map'), () => map.panTo([at[1], at[0]]), { kind: 'quiet' })))
  return element('ol', { class: 'editor-findings' }, ...items)
}

/** Findings of the rules here (geometry/rules.js), in the server's words. */
export function foundHere({ i18n }, faults) {
  return faults.map(({ code, at, data }) => ({ message: ruleWords(i18n, code, data), at }))
}

/** Marks for the map, numbered as in the list. */
export function findingMarks(problem) {
  return (problem?.findings ?? []).flatMap(({ at }, i) => (at ? [{ at, text: String(i + 1) }] : []))
}

/** What to say when nothing was stored: the words of the server, or that it could not be reached. */
export function failureNodes(world, error) {
  if (error.status === undefined) throw error // a defect of ours, not an answer
  const { gettext } = world.i18n
  if (isUnreachable(error)) {
    const words = gettext('The server cannot be reached. Your drawing is kept on this device. Save again when the connection is back.')
    return [element('p', {}, words)]
  }
  return findingNodes(world, error)
}

/** No network (0), or a server without its database. */
export function isUnreachable({ status }) {
  return [0, 502, 503, 504].includes(status)
}
