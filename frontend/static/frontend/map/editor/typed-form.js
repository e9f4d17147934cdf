// typed-form.js: the form of typed corners, and its sentences.

import { element } from '../../ui/dom.js'
import { field, select } from './controls.js'
import { DEGREES, systems } from './typed-rows.js'

/** `onType(part)`: a text; `onChoose(part)`: a choice that changes the form; `onSubmit()`; `result`: a node or null. */
export function typedForm(i18n, values, { onType, onChoose, onSubmit, result }) {
  const { gettext } = i18n
  const kinds = [
    ['place', gettext('A place')], ['leg', gettext('A bearing and a distance')], ['corners', gettext('A table of corners')],
    ['legs', gettext('A table of bearings and distances')],
  ]
  const submit = (event) => {
    event.preventDefault()
    onSubmit()
  }
  const isTable = ['corners', 'legs'].includes(values.kind)
  return element('form', { class: 'editor-form editor-typed', 'aria-label': gettext('Type corners'), on: { submit } },
    field(gettext('What is typed'), select('editor-typed-kind', kinds, values.kind, (kind) => onChoose({ kind }))),
    ...FIELDS[values.kind](i18n, values, onType, onChoose),
    element('button', { type: 'submit', class: 'editor-button editor-button-plain', id: 'editor-typed-go' }, isTable ? gettext('Read the table') : gettext('Add this corner')),
    result)
}

const FIELDS = { place: placeFields, leg: legFields, corners: cornersFields, legs: legsFields }

function placeFields(i18n, values, onType, onChoose) {
  const { gettext } = i18n
  const [north, east] = values.epsg === DEGREES ? [gettext('Latitude'), gettext('Longitude')] : [gettext('North (m)'), gettext('East (m)')]
  return [systemField(i18n, values, onChoose), text('north', north, values, onType), text('east', east, values, onType)]
}

function legFields(i18n, values, onType, onChoose) {
  const { gettext } = i18n
  return [
    text('bearing', gettext('Bearing'), values, onType, gettext('Degrees from grid north, from the last corner: 119.2389 or 119-14-20.')),
    text('metres', gettext('Distance (m)'), values, onType), distancesField(i18n, values, onChoose),
  ]
}

function cornersFields(i18n, values, onType, onChoose) {
  const { gettext } = i18n
  const orders = [['NE', gettext('North, East')], ['EN', gettext('East, North')]]
  return [
    systemField(i18n, values, onChoose),
    field(gettext('Order'), select('editor-typed-order', orders, values.order, (order) => onChoose({ order }))),
    rows(gettext('Rows'), values, onType, gettext('One corner a row, with or without its number; parted by tabs or commas.')),
    choiceField('repeats', gettext('The last row is the first corner again'), values, onChoose),
  ]
}

function legsFields(i18n, values, onType, onChoose) {
  const { gettext } = i18n
  return [
    rows(gettext('Rows'), values, onType, gettext('A bearing and a distance a row, from the last corner on.')),
    distancesField(i18n, values, onChoose),
    choiceField('returns', gettext('The last row comes back to where it began'), values, onChoose),
  ]
}

function systemField(i18n, values, onChoose) {
  const choices = select('editor-typed-system', systems(i18n), values.epsg, (code) => onChoose({ epsg: Number(code) }))
  return field(i18n.gettext('Reference system'), choices)
}

function distancesField({ gettext }, values, onChoose) {
  const kinds = [['grid', gettext('on the map grid')], ['ground', gettext('on the ground')]]
  return field(gettext('Distances are'), select('editor-typed-distances', kinds, values.distances, (distances) => onChoose({ distances })))
}

function choiceField(name, words, values, onChoose) {
  const box = element('input', { type: 'checkbox', id: `editor-typed-${name}`, checked: values[name] })
  box.addEventListener('change', () => onChoose({ [name]: box.checked }))
  return element('label', { class: 'editor-check', for: box.id }, box, words)
}

function text(name, label, values, onType, hint = '') {
  const input = element('input', {
    id: `editor-typed-${name}`, value: values[name], autocomplete: 'off', inputmode: 'text', on: { input: (event) => onType({ [name]: event.target.value }) },
  })
  return field(label, input, hint)
}

function rows(label, values, onType, hint) {
  const area = element('textarea', { id: 'editor-typed-rows', rows: 5, spellcheck: 'false', on: { input: (event) => onType({ text: event.target.value }) } })
  area.value = values.text
  return field(label, area, hint)
}

/** How far a line missed its start, and what each leg got of it. */
export function closureNodes({ gettext, interpolate }, { closure_m, ratio, isTooLarge, corrections }) {
  const holes = { metres: closure_m.toFixed(3), ratio: Number.isFinite(ratio) ? Math.round(ratio).toLocaleString('en') : '∞' }
  if (isTooLarge) {
    const words = gettext('The last corner misses the first by %(metres)s m, 1 : %(ratio)s of the way. At most 1 : 1,000 is shared out: check the rows.')
    return element('p', { class: 'editor-warning' }, interpolate(words, holes, true))
  }
  const signed = (metres) => `${metres <= -0.0005 ? '−' : '+'}${Math.abs(metres).toFixed(3)}`
  const leg = ([east, north], n) => interpolate(gettext('Leg %(number)s: east %(east)s m, north %(north)s m'), { number: n + 1, east: signed(east), north: signed(north) }, true)
  return element('details', {},
    element('summary', {}, interpolate(gettext('Misclosure %(metres)s m, 1 : %(ratio)s, shared out by Bowditch'), holes, true)),
    element('ol', { class: 'editor-findings' }, ...corrections.map((one, n) => element('li', {}, leg(one, n)))))
}

/** Why what was typed cannot be read. */
export function typedWords({ gettext, interpolate }, { code, row }) {
  const sentences = {
    number: gettext('That is not a number: write it as 1795572.39.'),
    angle: gettext('That is not an angle: write it as 119.2389 or 119-14-20.'),
    row: gettext('Row %(row)s cannot be read: two numbers are needed, after the number of the corner if there is one.'),
    empty: gettext('There is no row.'),
    order: gettext('These rows look like the other order of north and east. Change the order.'),
    start: gettext('Put a first corner: bearings and distances go on from the last one.'),
  }
  return interpolate(sentences[code], { row }, true)
}
