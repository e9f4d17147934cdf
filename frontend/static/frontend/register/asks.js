// asks.js: what a move asks for, as fields of a form. The words are the same for one application and for many.

import { gettext, lang, pick } from '../ui/i18n.js'

/** Today as it is typed here: 26/11/2569 in Thai, 26/11/2026 in English. */
export function today() {
  const now = new Date()
  return `${now.getDate()}/${now.getMonth() + 1}/${now.getFullYear() + (lang === 'th' ? 543 : 0)}`
}

/** An ISO date as it is typed here. */
export function dayText(iso) {
  if (!iso) return ''
  const [year, month, day] = iso.slice(0, 10).split('-').map(Number)
  return `${day}/${month}/${year + (lang === 'th' ? 543 : 0)}`
}

export function dayHint() {
  return gettext('day/month/year, for example 26/11/2026')
}

/** [code, name] of a code list. */
export function optionsOf(rows) {
  return rows.map((row) => [row.code, pick(row, 'name')])
}

/** The fields of a move's `asks`. */
export function askFields(asks, codes) {
  const known = {
    reason_code: () => ({
      kind: 'select', label: gettext('Ground'), options: optionsOf(codes.reject_reason), isText: true,
    }),
    reason: () => ({ kind: 'words', label: gettext('Reason'), input: { maxlength: 2000 } }),
    on: () => ({ kind: 'date', label: gettext('Date'), value: today(), hint: dayHint() }),
    rank: () => ({ kind: 'whole', label: gettext('Rank in reserve') }),
  }
  return asks.map((name) => ({ name, required: true, ...known[name]() }))
}

/** Moves that go forward; the others are made for a reason that somebody gives. */
export function isAside(to) {
  return ['RETURNED', 'REJECTED', 'WITHDRAWN'].includes(to)
}

/** The names of roles, as a sentence lists them. */
export function roleNames(roles, codes) {
  return codes.role.filter(({ code }) => roles.includes(code)).map((row) => pick(row, 'name')).join(', ')
}
