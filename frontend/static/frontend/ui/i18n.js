// i18n.js: texts, numbers and dates in the language of the page. The catalogue is loaded before the modules.

import { page } from './page.js'

const catalogue = globalThis.django
const formats = new Map()
const locale = page.language === 'th' ? 'th-TH-u-ca-buddhist-nu-latn' : 'en-GB'

export const lang = page.language

export function gettext(text) {
  return catalogue.gettext(text)
}

export function ngettext(one, many, count) {
  return catalogue.ngettext(one, many, count)
}

export function pgettext(context, text) {
  return catalogue.pgettext(context, text)
}

/** Fill the named holes `%(name)s` of a sentence. */
export function interpolate(format, values) {
  return catalogue.interpolate(format, values, true)
}

/** The field of a row that is written in the page's language: name_th or name_en. */
export function pick(row, field) {
  return row?.[`${field}_${lang}`] || row?.[`${field}_th`] || ''
}

export function number(value, digits = 0) {
  return formatOf(digits).format(value)
}

/** Made once for each number of digits: to make one takes a hundred times as long as to use it. */
function formatOf(digits) {
  if (!formats.has(digits)) {
    formats.set(digits, new Intl.NumberFormat(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits }))
  }
  return formats.get(digits)
}

/** A number that always carries its sign, with a true minus. */
export function signed(value, digits = 0) {
  const size = number(Math.abs(value), digits)
  if (Number(value.toFixed(digits)) === 0) return size
  return value < 0 ? `−${size}` : `+${size}`
}

/** A date as people write it: 24 พ.ย. 2569 or 24 Nov 2026. What somebody typed and nobody has read yet stays as it is. */
export function shortDate(iso) {
  if (typeof iso === 'string' && !/^\d{4}-\d{2}-\d{2}/.test(iso)) return iso
  const date = new Date(iso)
  const parts = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', year: 'numeric' }).formatToParts(date)
  const of = (type) => parts.find((part) => part.type === type)?.value ?? ''
  return `${of('day')} ${of('month')} ${of('year')}`
}

/** The years of the programme are named by the Buddhist era in Thai and by both eras in English. */
export function fiscalYear(year) {
  return lang === 'th' ? String(year) : `${year} (${year - 543})`
}

/** What is handed to those who get their world as arguments. */
export const i18n = { gettext, ngettext, pgettext, interpolate, pick, number, lang }
