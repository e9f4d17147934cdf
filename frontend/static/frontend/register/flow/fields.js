// fields.js: what is asked of an applicant, an application, a parcel and a land document, and where each is stored.

import { rai } from '../../geometry/units.js'
import { gettext } from '../../ui/i18n.js'
import { dayHint, dayText, optionsOf } from '../asks.js'
import { areaText } from '../one/documents.js'

const THAI_DIGITS = '๐๑๒๓๔๕๖๗๘๙'
const ITEMS = '/api/collections/parcels/items'
const same = (name) => (row) => (row[name] === null || row[name] === undefined ? '' : String(row[name]))

/** Most applicants of a kind belong to one sector. */
export const SECTOR_OF = { PERSON: 'PEOPLE', HOUSEHOLD: 'PEOPLE', GROUP: 'PEOPLE', AGENCY: 'GOV', TEMPLE: 'RELIGIOUS', SCHOOL: 'ACADEMIC', COMPANY: 'PRIVATE' }

function text(name, label, more = {}) {
  return { name, label, text: same(name), input: { maxlength: 200 }, ...more }
}

function choice(name, label, options, more = {}) {
  return { name, label, kind: 'select', options, text: same(name), required: true, ...more }
}

export function applicantFields(codes, tambon) {
  return [
    choice('kind', gettext('Kind of applicant'), optionsOf(codes.applicant_kind)),
    choice('sector', gettext('Sector'), optionsOf(codes.sector)),
    text('name_th', gettext('Name, as on the card or letter'), { required: true }),
    choice('tambon', gettext('Tambon of residence'), tambon),
    text('village_code', gettext('Village number (moo)'), { kind: 'whole', placeholder: '3', text: (row) => (row.village_code ? String(Number(row.village_code.slice(6))) : '') }),
    text('phone', gettext('Phone'), { input: { maxlength: 20, inputmode: 'tel', type: 'tel' } }),
  ]
}

export function applicationFields(codes, tambon) {
  return [
    choice('model', gettext('Model'), optionsOf(codes.plot_model)),
    text('size_target_rai', gettext('Size of the design, rai'), { kind: 'number', placeholder: '3' }),
    choice('relation', gettext('Relation to the holder'), optionsOf(codes.relation)),
    choice('tambon', gettext('Tambon of the land'), tambon, { required: false }),
    text('remark', gettext('Remark'), { kind: 'words', rows: 2, input: { maxlength: 2000 } }),
  ]
}

export function parcelFields(codes, tambon) {
  return [
    text('joined_area_m2', gettext('Joined area'), {
      kind: 'area', required: true, placeholder: '3-1-25.5', hint: gettext('rai-ngan-wah, for example 3-1-25.5'),
      text: (row) => (Number(row.joined_area_m2) ? rai(Number(row.joined_area_m2)).text : ''),
    }),
    choice('land_class', gettext('Land class'), optionsOf(codes.land_class)),
    choice('tambon', gettext('Tambon'), tambon),
    text('name', gettext('Name of the parcel')),
    { name: 'joined_is_estimate', label: gettext('The joined area is an estimate'), kind: 'check', text: (row) => row.joined_is_estimate === true },
  ]
}

export function documentFields(codes) {
  return [
    choice('doc_type', gettext('Kind'), optionsOf(codes.doc_type)),
    text('doc_no', gettext('Number of the document'), { input: { maxlength: 40 } }),
    text('area_deed_wah', gettext('Area on the paper'), {
      required: true, placeholder: '3-1-25.5', hint: gettext('as on the paper: rai-ngan-wah, or square wah with “wah” behind'),
      text: (row) => areaText(row.area_deed_wah),
    }),
    text('holder_name', gettext('Holder')),
    text('co_holders', gettext('Co-holders'), { kind: 'whole', text: (row) => (row.co_holders ? String(row.co_holders) : '') }),
    text('map_sheet', gettext('Map sheet'), { placeholder: '5241 IV 3204', input: { maxlength: 20 } }),
    text('sheet_scale', gettext('Scale of the sheet'), { kind: 'whole', placeholder: '4000' }),
    ...[['land_no', gettext('Land number')], ['survey_page', gettext('Survey page')], ['book', gettext('Book')], ['page', gettext('Page')]]
      .map(([name, label]) => text(name, label, { input: { maxlength: 20 } })),
    text('land_office', gettext('Land office'), { input: { maxlength: 100 } }),
    { name: 'issued_on', label: gettext('Issued on'), kind: 'date', hint: dayHint(), text: (row) => dayText(row.issued_on) },
  ]
}

function given(values) {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null && value !== ''))
}

/** "1325.5 ตร.ว.": papers of small land say square wah alone, which the API takes as a number. */
function wahOf(text) {
  const plain = text.replace(/[๐-๙]/g, (digit) => THAI_DIGITS.indexOf(digit)).replaceAll(',', '').trim()
  const [, wah] = plain.match(/^(\d+(?:\.\d+)?)\s*(?:ตร\.?\s?ว\.?|ตารางวา|sq\.? wah|wah)$/i) ?? []
  return wah ? Number(wah) : text
}

/** A land document: an emptied count of co-holders is none. */
export function documentSource() {
  const { create, change, row } = recordSource('documents')
  const read = (values) => ({
    ...values,
    ...('area_deed_wah' in values ? { area_deed_wah: wahOf(values.area_deed_wah) } : {}),
    ...('co_holders' in values ? { co_holders: values.co_holders ?? 0 } : {}),
  })
  return { create: (uid, values) => create(uid, read(values)), change: (uid, values) => change(uid, read(values)), row }
}

/** A record of /api/`kind`; `more()` is what is told once, when it is made. */
export function recordSource(kind, more = () => ({})) {
  return {
    create: (uid, values) => [`/api/${kind}`, { uid, ...more(), ...given(values) }],
    change: (uid, values) => [`/api/${kind}/${uid}`, values],
    row: (data) => data,
  }
}

/** An applicant; the village stands on the form as its number and in the register as its code. */
export function applicantSource() {
  const coded = (values, record) => {
    if (!('village_code' in values) && !('tambon' in values)) return values
    const moo = record.text('village_code').trim()
    return { ...values, village_code: moo ? `${record.text('tambon')}${moo.padStart(2, '0')}` : '' }
  }
  const { create, change, row } = recordSource('applicants')
  return { create: (uid, values, record) => create(uid, coded(values, record)), change: (uid, values, record) => change(uid, coded(values, record)), row }
}

export function parcelSource(application) {
  return {
    create: (uid, values) => [ITEMS, { type: 'Feature', id: uid, geometry: null, properties: { ...given(values), application } }],
    change: (uid, values) => [`${ITEMS}/${uid}`, { type: 'Feature', properties: values }],
    row: parcelRow,
  }
}

export function parcelRow({ id, geometry, properties }) {
  return { uid: id, geometry, ...properties }
}
