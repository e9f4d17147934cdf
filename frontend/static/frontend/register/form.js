// form.js: a small form from a list of fields: what was typed stays when the server refuses, each finding at its field.
//
// A field is {name, label, kind, value, options, hint, required, rows, input}. Kinds: text, area (rai-ngan-wah as m²),
// number, whole, date (as Thais write it; the server reads it), words (several lines), select, yesno, check, point.

import { parseArea, AreaTextError } from '../geometry/units.js'
import { areaTextWords } from '../map/editor/shape-form.js'
import { element, icon } from '../ui/dom.js'
import { gettext, i18n } from '../ui/i18n.js'
import { readPoint, pointField, pointText } from './point-field.js'

let made = 0

/** What is refused before the server is asked: {name, message}. */
class FieldError extends Error {
  constructor(name, message) {
    super(message)
    this.field = name
  }
}

/** The form; `submit(values, changed)` saves, of which `changed` holds only what was touched; `cancel()` closes. */
export function makeForm({ title, note, fields, label, submit, cancel }) {
  made += 1
  const id = `form-${made}`
  const message = element('p', { class: 'message', role: 'alert', hidden: true })
  const controls = Object.fromEntries(fields.map((field) => [field.name, control(field, `${id}-${field.name}`)]))
  const send = element('button', { class: 'button button-main', type: 'submit' }, label)
  const close = element('button', { class: 'button', type: 'button', on: { click: cancel } }, gettext('Cancel'))
  const form = element(
    'form',
    { class: 'form', novalidate: true, 'aria-labelledby': `${id}-title` },
    element('h3', { id: `${id}-title` }, title),
    note && element('p', { class: 'form-note' }, note),
    element('div', { class: 'form-fields' }, ...fields.map((field) => wrapped(field, controls[field.name]))),
    message,
    element('div', { class: 'form-buttons' }, send, close),
  )
  form.first = Object.fromEntries(fields.map(({ name }) => [name, rawOf(controls[name])]))
  form.addEventListener('input', () => (form.dataset.dirty = 'true'))
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    run({ form, fields, controls, message, send, submit })
  })
  return form
}

function rawOf(input) {
  return input.type === 'checkbox' ? input.checked : input.value
}

async function run({ form, fields, controls, message, send, submit }) {
  clear(form, message)
  send.disabled = true
  try {
    const values = valuesOf(fields, controls)
    const touched = fields.filter(({ name }) => rawOf(controls[name]) !== form.first[name])
    await submit(values, Object.fromEntries(touched.map(({ name }) => [name, values[name]])))
  } catch (error) {
    if (!error.field && !error.kind) throw error
    show(error, controls, message)
  } finally {
    send.disabled = false
  }
}

function clear(form, message) {
  message.hidden = true
  for (const node of form.querySelectorAll('.field-bad')) node.remove()
  for (const node of form.querySelectorAll('[aria-invalid]')) {
    node.removeAttribute('aria-invalid')
    node.removeAttribute('aria-describedby')
  }
}

/** Findings of a problem stand at their field; what belongs to none stands below all. */
function show(error, controls, message) {
  const findings = error.field ? [{ path: `/${error.field}`, message: error.message }] : error.findings
  const rest = findings.filter((finding) => !mark(controls[finding.path.split('/').at(-1)], finding.message))
  const words = error.field ? [] : rest.length ? rest.map((one) => one.message) : findings.length ? [] : [error.detail || error.title]
  if (error.reference && error.kind === 'broken') words.push(error.reference)
  if (words.length) {
    message.replaceChildren(icon('circle-alert'), [...new Set(words)].join('\n'))
    message.hidden = false
  }
  document.querySelector('.form [aria-invalid]')?.focus()
}

/** Say at an input what is wrong with it; false where there is no such input. */
export function mark(input, text) {
  if (!input) return false
  const id = `${input.id}-bad`
  input.setAttribute('aria-invalid', 'true')
  input.setAttribute('aria-describedby', id)
  input.closest('.field').append(element('span', { class: 'field-bad', id }, text))
  return true
}

/** The input of a field. */
export function control(field, id) {
  const { kind = 'text', value = '', required, input = {} } = field
  const common = { id, name: field.name, class: 'input', required, autocomplete: 'off', ...input }
  if (kind === 'select') return choice(common, field)
  if (kind === 'yesno') return choice(common, { ...field, options: yesNo(), value: { true: 'yes', false: 'no' }[value] ?? '' })
  if (kind === 'check') return element('input', { ...common, class: 'check', type: 'checkbox', checked: value === true })
  if (kind === 'words') return textArea(common, field)
  const modes = { number: 'decimal', whole: 'numeric' }
  const text = kind === 'point' ? pointText(value) : value ?? ''
  return element('input', { ...common, type: 'text', inputmode: modes[kind], value: text, placeholder: field.placeholder })
}

function yesNo() {
  return [['yes', gettext('yes')], ['no', gettext('no')]]
}

function textArea(common, { value, rows = 3, placeholder }) {
  const node = element('textarea', { ...common, rows, placeholder })
  node.value = value ?? ''
  return node
}

function choice(common, { options, value, required }) {
  const empty = required && value ? [] : [element('option', { value: '' }, '–')]
  const nodes = options.map(([code, name]) => element('option', { value: code, selected: code === value }, name))
  return element('select', common, ...empty, ...nodes)
}

/** An input with its label and hint. */
export function wrapped(field, input) {
  const name = element('span', { class: 'field-name' }, field.label, !field.required && optional(field))
  if (field.kind === 'check') return element('label', { class: 'field field-check' }, input, name)
  const hint = field.hint && element('span', { class: 'field-hint' }, field.hint)
  if (field.kind === 'point') return pointField(element('label', { class: 'field' }, name, input, hint), input)
  return element('label', { class: `field ${field.kind === 'words' ? 'field-wide' : ''}` }, name, input, hint)
}

function optional({ kind }) {
  return kind === 'check' ? null : element('small', {}, ` ${gettext('(optional)')}`)
}

function valuesOf(fields, controls) {
  return Object.fromEntries(fields.map((field) => [field.name, valueOf(field, controls[field.name])]))
}

/** What an input says, as the API takes it. Throws FieldError. */
export function valueOf(field, input) {
  const { kind = 'text', name } = field
  if (kind === 'check') return input.checked
  const text = input.value.trim()
  if (!text && field.required) throw new FieldError(name, gettext('This is needed.'))
  if (kind === 'yesno') return text ? text === 'yes' : null
  if (kind === 'area') return areaOf(name, text)
  if (kind === 'point') return text ? pointOf(name, text) : null
  if (kind === 'number' || kind === 'whole') return text ? numberOf(name, text, kind) : null
  if (!text && (kind === 'date' || (kind === 'select' && !field.isText))) return null
  return text
}

function numberOf(name, text, kind) {
  const value = Number(text.replaceAll(',', ''))
  if (!Number.isFinite(value)) throw new FieldError(name, gettext('Write a number.'))
  if (kind === 'whole' && !Number.isInteger(value)) throw new FieldError(name, gettext('Write a whole number.'))
  return value
}

function areaOf(name, text) {
  try {
    return parseArea(text)
  } catch (error) {
    if (!(error instanceof AreaTextError)) throw error
    throw new FieldError(name, areaTextWords(i18n, error.because))
  }
}

function pointOf(name, text) {
  const point = readPoint(text)
  if (!point) throw new FieldError(name, gettext('Write latitude and longitude, for example 16.43012, 101.14423.'))
  return point
}
