// bulk-dialog.js: one question before many are moved, one line a row after it, and why some cannot be moved.

import { element, icon } from '../../ui/dom.js'
import { gettext, interpolate, ngettext, number } from '../../ui/i18n.js'
import { askFields, isAside } from '../asks.js'
import { closeButton, openDialog } from '../dialog.js'
import { makeForm } from '../form.js'

function line(row, mark, words, className) {
  const name = element('span', {}, element('b', {}, row.no), row.applicant_name && ` ${row.applicant_name}`)
  return element('li', { class: className }, mark, name, ...words.map((text) => element('span', { class: 'result-why' }, text)))
}

function refusedRows({ not }) {
  return not.map(({ row, why }) => line(row, icon('x'), why, 'is-refused'))
}

/** Why some of the chosen applications cannot come into a state. */
export function explain(plan) {
  const title = interpolate(gettext('Cannot be moved to “%(state)s” now'), { state: plan.name })
  const dialog = openDialog(title, element('ul', { class: 'results', tabindex: '0' }, ...refusedRows(plan)), closeButton(() => dialog))
}

/** Ask once, with what the move asks for; then move and report. `done(results)` when they were tried. */
export function askBeforeMove(plan, { api, codes }, done) {
  const count = plan.may.length
  const form = makeForm({
    title: interpolate(ngettext('%(count)s application goes', '%(count)s applications go', count), { count: number(count) }),
    note: noteOf(plan),
    fields: askFields(plan.asks, codes),
    label: interpolate(gettext('Move %(count)s now'), { count: number(count) }),
    submit: async (values) => {
      const applications = plan.may.map(({ uid }) => uid)
      const { data } = await api.send('POST', '/api/applications/moves', { to: plan.to, applications, ...values })
      report(dialog, plan, data.results)
      done(data.results)
    },
    cancel: () => dialog.close(),
  })
  const dialog = openDialog(interpolate(gettext('Move to “%(state)s”?'), { state: plan.name }), form)
  form.querySelector('.input')?.focus()
}

function noteOf({ to, not }) {
  const stay = not.length
    ? interpolate(ngettext('%(count)s stays where it is.', '%(count)s stay where they are.', not.length), { count: number(not.length) })
    : ''
  const back = isAside(to) ? '' : gettext('The way back leads only through “Returned”.')
  return [stay, back].filter(Boolean).join(' ')
}

/** One line a row: who went, whom the server refused and why, who was not sent at all. */
function report(dialog, plan, results) {
  const byUid = new Map(plan.may.map((row) => [row.uid, row]))
  const refused = results.filter((one) => one.problem)
  const went = results.filter((one) => !one.problem)
  const title = interpolate(gettext('%(went)s moved, %(refused)s refused'), { went: number(went.length), refused: number(refused.length) })
  const lines = [
    ...refused.map(({ application, problem }) => line(byUid.get(application), icon('x'), wordsOf(problem), 'is-refused')),
    ...went.map(({ application }) => line(byUid.get(application), icon('check'), [plan.name], 'is-moved')),
    ...refusedRows(plan),
  ]
  const head = element('h2', { id: 'dialog-title', tabindex: '-1' }, title)
  dialog.replaceChildren(head, element('ul', { class: 'results', tabindex: '0' }, ...lines), closeButton(() => dialog))
  head.focus()
}

function wordsOf({ title, detail, findings }) {
  const words = findings.length ? findings.map((one) => one.message) : [detail || title]
  return [...new Set(words)]
}
