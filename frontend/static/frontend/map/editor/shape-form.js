// shape-form.js: the attributes of a parcel. Typing goes into the draft at once; nothing is drawn anew under the cursor.

import { rai, parseArea, AreaTextError } from '../../geometry/units.js'
import { element } from '../../ui/dom.js'
import { field, select } from './controls.js'

/** Values of the form for a feature's properties; a new parcel has none. */
export function fieldsOf(properties = {}) {
  return {
    tambon: properties.tambon ?? '',
    name: properties.name ?? '',
    land_class: properties.land_class ?? 'UNKNOWN',
    joined_text: properties.joined_area_m2 ? rai(Number(properties.joined_area_m2)).text : '',
    joined_is_estimate: properties.joined_is_estimate ?? false,
  }
}

/** Properties for the server; an empty joined area means the drawn one. Throws AreaTextError. */
export function propertiesOf(fields, area_m2) {
  const joined = fields.joined_text.trim() ? parseArea(fields.joined_text) : Math.round(area_m2 * 100) / 100
  const { tambon, name, land_class, joined_is_estimate } = fields
  return { tambon, name: name.trim(), land_class, joined_area_m2: joined, joined_is_estimate }
}

/** The form; `places`: {tambon: [[code, label]]}; `onChange(part of fields)`. */
export function shapeForm({ world, fields, places, area_m2, onChange }) {
  const { i18n, codes } = world
  const { gettext } = i18n
  const classes = codes.land_class.map((row) => [row.code, i18n.pick(row, 'name')])
  const name = element('input', {
    id: 'editor-name', value: fields.name, maxlength: 200, on: { input: (event) => onChange({ name: event.target.value }) },
  })
  return element('form', { class: 'editor-form', on: { submit: (event) => event.preventDefault() } },
    field(gettext('Tambon'), select('editor-tambon', places, fields.tambon, (tambon) => onChange({ tambon }))),
    field(gettext('Name'), name),
    field(gettext('Land class'), select('editor-class', classes, fields.land_class, (land_class) => onChange({ land_class }))),
    joinedField(gettext, fields, area_m2, onChange),
    estimateField(gettext, fields, onChange))
}

function joinedField(gettext, fields, area_m2, onChange) {
  const input = element('input', {
    id: 'editor-joined', value: fields.joined_text, placeholder: rai(area_m2).text, autocomplete: 'off',
  })
  input.addEventListener('input', () => {
    input.setCustomValidity('')
    onChange({ joined_text: input.value })
  })
  return field(gettext('Joined area'), input, gettext('Rai-ngan-wah, for example 3-1-25.5. Empty: the drawn area.'))
}

function estimateField(gettext, fields, onChange) {
  const box = element('input', { type: 'checkbox', id: 'editor-estimate', checked: fields.joined_is_estimate })
  box.addEventListener('change', () => onChange({ joined_is_estimate: box.checked }))
  return element('label', { class: 'editor-check', for: 'editor-estimate' }, box, gettext('The joined area is an estimate'))
}

/** Why an area text cannot be read. */
export function areaTextWords({ gettext }, because) {
  return {
    empty: gettext('Write the joined area.'),
    text: gettext('The joined area is not an area: write it as rai-ngan-wah, for example 3-1-25.5.'),
    date: gettext('The joined area looks like a date.'),
    parts: gettext('Write all three parts of the joined area: rai-ngan-wah.'),
    sign: gettext('The joined area cannot be negative.'),
    ngan: gettext('The joined area has more than 3 ngan: 4 ngan are 1 rai.'),
    wah: gettext('The joined area has 100 square wah or more: that is 1 ngan.'),
  }[because]
}

export { AreaTextError }
