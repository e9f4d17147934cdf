// words.js: what a problem says, and where, on the pages of accounts.

import { icon } from '../ui/dom.js'

export function words({ title, detail }) {
  return detail && detail !== title ? detail : title
}

/** Show a problem or a sentence in the box above a form, and mark the field that it is about. */
export function complain(box, problem, form = null) {
  box.replaceChildren(icon('circle-alert'), typeof problem === 'string' ? problem : words(problem))
  box.hidden = false
  const names = (problem.findings ?? []).map(({ path }) => path.slice(1))
  const fields = names.map((name) => form?.elements[name]).filter((field) => field?.setAttribute)
  for (const field of fields) field.setAttribute('aria-invalid', 'true')
  fields[0]?.focus()
}

export function forgive(box, form = null) {
  box.hidden = true
  for (const field of form?.querySelectorAll('[aria-invalid]') ?? []) field.removeAttribute('aria-invalid')
}
