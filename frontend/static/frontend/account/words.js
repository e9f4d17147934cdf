// words.js: what a problem says, and where, on the pages of accounts.

import { icon } from '../ui/dom.js'
import { gettext, interpolate } from '../ui/i18n.js'

export function words({ title, detail }) {
  return detail && detail !== title ? detail : title
}

/** Show a problem or a sentence in the box above a form, name the fields that it is about and go to the first. */
export function complain(box, problem, form = null) {
  const faults = faultsOf(problem, form)
  const text = typeof problem === 'string' ? problem : faults.map(named).join('\n') || words(problem)
  box.replaceChildren(icon('circle-alert'), text)
  box.hidden = false
  for (const { field } of faults) field?.setAttribute('aria-invalid', 'true')
  faults.find(({ field }) => field)?.field.focus()
}

/** {field, message} of each finding, in the order of the form. */
function faultsOf(problem, form) {
  if (!form) return []
  const order = [...form.elements]
  const found = (problem.findings ?? []).map(({ path, message }) => ({ field: order.find(isNamed(path)), message }))
  return found.sort((a, b) => order.indexOf(a.field) - order.indexOf(b.field))
}

function isNamed(path) {
  return ({ name, type }) => `/${name}` === path && type !== 'radio'
}

function named({ field, message }) {
  const name = field?.closest('.field')?.querySelector('.field-name')?.textContent
  return name ? interpolate(gettext('%(name)s: %(message)s'), { name, message }) : message
}

export function forgive(box, form = null) {
  box.hidden = true
  for (const field of form?.querySelectorAll('[aria-invalid]') ?? []) field.removeAttribute('aria-invalid')
}
