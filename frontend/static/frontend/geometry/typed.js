// typed.js: numbers, angles and tables as people type them or paste them from a deed.

const THAI_DIGITS = '๐๑๒๓๔๕๖๗๘๙'
const NUMBER = /^[+-]?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?$/
const ANGLE = /^(\d{1,3})(?:[°\-:\s]+(\d{1,2})(?:['′\-:\s]+(\d{1,2}(?:\.\d+)?)["″\s]*)?['′\s]*)?$/
const NOTE = /[\p{L}#]/u

/** What was typed cannot be read: `code` is number, angle, row, empty or order; `row` counts from 1. */
export class TypedError extends Error {
  constructor(code, row = null) {
    super(code)
    this.code = code
    this.row = row
  }
}

function plain(text) {
  return String(text).replace(/[๐-๙]/g, (digit) => THAI_DIGITS.indexOf(digit)).replace(/[‐‑‒–—−]/g, '-').trim()
}

/** A number; commas part thousands. Throws TypedError number. */
export function parseNumber(text) {
  const found = plain(text)
  if (!NUMBER.test(found)) throw new TypedError('number')
  return Number(found.replaceAll(',', ''))
}

/** Degrees of "119.2389", "119-14-20", "119°14′20″". Throws TypedError angle. */
export function parseAngle(text) {
  const found = plain(text)
  if (NUMBER.test(found)) return Number(found.replaceAll(',', ''))
  const parts = ANGLE.exec(found)
  const [degrees, minutes, seconds] = (parts?.slice(1) ?? []).map((part) => Number(part ?? 0))
  if (!parts || minutes >= 60 || seconds >= 60) throw new TypedError('angle')
  return degrees + minutes / 60 + seconds / 3600
}

/**
 * Pairs of numbers, a row each: parted by tabs, semicolons, blanks or commas, with or without a corner's number before
 * them; a first row of words is left out. `read` reads the first of a pair, `readSecond` the other. Throws TypedError row or empty.
 */
export function parseRows(text, read = parseNumber, readSecond = parseNumber) {
  const rows = plain(text).split(/\r?\n/).map((line, n) => ({ n: n + 1, parts: partsOf(line) })).filter(({ parts }) => parts.length)
  const found = rows.flatMap(({ n, parts }, i) => pairOf(parts, n, [read, readSecond], i === 0))
  if (!found.length) throw new TypedError('empty')
  return found
}

function partsOf(line) {
  const found = plain(line)
  const by = [/\t+/, /\s*;\s*/, /,?\s+/].find((parting) => parting.test(found)) ?? /,/
  return found.split(by).map((part) => part.trim()).filter(Boolean)
}

function pairOf(parts, n, readers, isFirst) {
  try {
    if (parts.length < 2 || parts.length > 3) throw new TypedError('row', n)
    return [parts.slice(-2).map((part, i) => readers[i](part))]
  } catch (error) {
    if (!(error instanceof TypedError)) throw error
    if (isFirst && parts.every((part) => NOTE.test(part))) return [] // a head
    throw new TypedError('row', n)
  }
}
