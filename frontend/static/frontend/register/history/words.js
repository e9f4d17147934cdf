// words.js: columns of the register as people call them, and what stands in them as text.

import { areaWords } from '../../ui/area-words.js'
import { gettext, number, pick, shortDate } from '../../ui/i18n.js'
import { pointText } from '../point-field.js'

/** Columns that say nothing to a reader: keys and what follows from other columns. */
const SILENT = ['sha256', 'amphoe', 'readers', 'crs_operation', 'media_type', 'size_bytes', 'pages', 'state_since', 'co_holders']
/** Columns with codes: the list that names them. */
const LISTS = {
  land_class: 'land_class', state: 'state', model: 'plot_model', level: 'level', relation: 'relation', zone_type: 'zone_type',
  stage: 'zone_stage', doc_type: 'doc_type', soil: 'soil', water_source: 'water_source', flood_risk: 'flood_risk', sector: 'sector',
  capture_method: 'capture_method',
}
const KINDS = { applicant: 'applicant_kind', consent: 'consent_kind', attachment: 'attachment_kind' }

export function tableName(table) {
  return {
    application: gettext('Application form'), applicant: gettext('Applicant'), parcel: gettext('Parcel'), land_document: gettext('Land document'),
    zone: gettext('Zone'), consent: gettext('Consent'), survey: gettext('Survey'), design: gettext('Design'), work: gettext('Works'),
    attachment: gettext('Paper or photo'), comment: gettext('Comment'),
  }[table] ?? table
}

export function operationName(operation) {
  return { INSERT: gettext('entered'), UPDATE: gettext('changed'), DELETE: gettext('deleted') }[operation]
}

/** Through what it came in. */
export function viaName(via) {
  return { web: gettext('on the pages'), api: gettext('by a program'), import: gettext('by an import'), qgis: 'QGIS' }[via] ?? via
}

export function columnName(column) {
  return NAMES()[column] ?? column.replaceAll('_', ' ')
}

function NAMES() {
  return {
    code: gettext('Parcel code'), name: gettext('Name'), tambon: gettext('Tambon'), village_code: gettext('Village code'), land_class: gettext('Class of land'),
    geom: gettext('Shape'), joined_area_m2: gettext('Joined area'), joined_is_estimate: gettext('Joined area is an estimate'), area_calc_m2: gettext('Drawn area'),
    capture_method: gettext('How it was measured'), source_crs: gettext('System of coordinates'), positional_accuracy_m: gettext('Accuracy, m'),
    state: gettext('State'), fy: gettext('Fiscal year'), model: gettext('Model'), withdrawn_at: gettext('Withdrawn'), zone_type: gettext('Kind of zone'),
    stage: gettext('Stage'), depth_m: gettext('Depth, m'), side_slope: gettext('Side slope'), note: gettext('Note'), no: gettext('Number'),
    relation: gettext('Relation to the land'), size_target_rai: gettext('Size of the design'), level: gettext('Level'), reserve_rank: gettext('Rank in reserve'),
    remark: gettext('Remark'), kind: gettext('Kind'), sector: gettext('Sector'), name_th: gettext('Name'), org_reg_no: gettext('Registration of the organisation'),
    phone: gettext('Telephone'), deceased: gettext('Deceased'), doc_type: gettext('Kind of document'), doc_no: gettext('Number'), map_sheet: gettext('Map sheet'),
    land_no: gettext('Land number'), survey_page: gettext('Survey page'), book: gettext('Book'), page: gettext('Page'), land_office: gettext('Land office'),
    area_deed_wah: gettext('Area on the deed, sq wah'), issued_on: gettext('Issued'), holder_name: gettext('Holder'), given_by: gettext('Given by'), signed_on: gettext('Signed'),
    text_version: gettext('Version of the text'), withdrawn_on: gettext('Withdrawn'), visited_on: gettext('Visited'), visited_by: gettext('Visited by'),
    location: gettext('Place'), point: gettext('Place'), soil: gettext('Soil'), water_source: gettext('Water'), crops_now: gettext('Crops now'),
    animals_now: gettext('Animals now'), access: gettext('Access'), flood_risk: gettext('Risk of floods'), ready: gettext('Ready'), reasons: gettext('Reasons'),
    size_rai: gettext('Size, rai'), ratio: gettext('Ratio'), approved_on: gettext('Approved'), planned_on: gettext('Planned'), done_on: gettext('Done'),
    contractor: gettext('Contractor'), volume_m3: gettext('Volume, m³'), accepted_on: gettext('Accepted'), accepted_by: gettext('Accepted by'),
    file_name: gettext('File'), taken_at: gettext('Taken'), masked: gettext('Religion is masked'), result: gettext('Result of the check'),
    result_reason: gettext('Reason'), checked_at: gettext('Checked'), text: gettext('Text'), resolved: gettext('Resolved'),
    sheet_scale: gettext('Scale of the sheet'),
  }
}

/** The columns that differ and that a reader has some use for; shapes are drawn, not listed. */
export function changedColumns({ before, after }) {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])]
  const text = (value) => JSON.stringify(value ?? null)
  return names.map(bare).filter(([name, key]) => name !== 'geom' && !SILENT.includes(name) && text(before[key]) !== text(after[key]) && !(isNothing(before[key]) && isNothing(after[key])))
}

function isNothing(value) {
  return value === null || value === undefined || value === ''
}

/** [name without the ending of a key, the column]. */
function bare(column) {
  return [column.replace(/_id$/, ''), column]
}

/** What stands in a column, as text. */
export function valueWords(table, column, value, codes) {
  if (isNothing(value)) return '–'
  if (typeof value === 'boolean') return value ? gettext('yes') : gettext('no')
  const list = column === 'kind' ? KINDS[table] : LISTS[column]
  if (list && codes[list]) return pick(codes[list].find(({ code }) => code === value), 'name') || String(value)
  if (column.endsWith('_m2')) return areaWords(value)
  if (value?.type === 'Point') return pointText(value)
  if (/_(on|at)$/.test(column)) return shortDate(value)
  if (typeof value === 'object') return JSON.stringify(value)
  return /_(wah|m|m3)$/.test(column) ? number(Number(value), 2) : String(value)
}
