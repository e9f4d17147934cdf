// units.js: m² inside, rai-ngan-square wah at the edge. Mirrors spatial/units.py; both are tested on one table.
// 1 rai = 4 ngan = 400 square wah = 1 600 m²; 1 square wah = 4 m² (DOMAIN.md 3.4).

const M2_PER_WAH = 4
const WAH_PER_NGAN = 100
const WAH_PER_RAI = 400
const THAI_DIGITS = '๐๑๒๓๔๕๖๗๘๙'

/** Split m² into {rai, ngan, wah, text}: rounded half up to a tenth of a square wah first, so 1599.99 is 1-0-00.0. */
export function rai(m2) {
  const tenths = Math.round(Number((m2 * 2.5).toPrecision(13)))
  const whole = Math.floor(tenths / (WAH_PER_RAI * 10))
  const ngan = Math.floor((tenths % (WAH_PER_RAI * 10)) / (WAH_PER_NGAN * 10))
  const wah = (tenths % (WAH_PER_NGAN * 10)) / 10
  return { rai: whole, ngan, wah, text: `${whole}-${ngan}-${wah.toFixed(1).padStart(4, '0')}` }
}

/** An area text that cannot be read; `because` is empty, text, date, parts, sign, ngan or wah. */
export class AreaTextError extends Error {
  constructor(because) {
    super(because)
    this.because = because
  }
}

/** Read "3-1-25.5", "3 ไร่ 1 งาน 25.5 ตร.ว.", Thai digits or "3.31 ไร่" as m²; throws AreaTextError. */
export function parseArea(text) {
  const plain = tidy(text)
  if (!plain) throw new AreaTextError('empty')
  if (plain.startsWith('-')) throw new AreaTextError('sign')
  if (/^(19|20|24|25)\d\d-\d\d-\d\d$/.test(plain)) throw new AreaTextError('date')
  const [whole, ngan, wah] = /[ก-๛]/.test(plain) ? named(plain) : dashed(plain)
  if (ngan > 3) throw new AreaTextError('ngan')
  if (wah >= WAH_PER_NGAN) throw new AreaTextError('wah')
  const m2 = (whole * WAH_PER_RAI + ngan * WAH_PER_NGAN + wah) * M2_PER_WAH
  return Number(m2.toFixed(4))
}

function tidy(text) {
  const digits = String(text).replace(/[๐-๙]/g, (digit) => THAI_DIGITS.indexOf(digit))
  return digits.trim().replace(/(\d),(?=\d{3})/g, '$1').replace(/[–—]/g, '-')
}

function dashed(plain) {
  const parts = plain.split(/\s*-\s*/)
  const values = parts.map((part) => (/^\d+(\.\d+)?$/.test(part) ? Number(part) : NaN))
  if (values.some(Number.isNaN)) throw new AreaTextError('text')
  if (parts.length !== 3) throw new AreaTextError('parts')
  if (!parts.slice(0, 2).every((part) => /^\d+$/.test(part))) throw new AreaTextError('text')
  return values
}

function named(plain) {
  const pattern = /^(?:([\d.]+)\s*ไร่)?\s*(?:([\d.]+)\s*งาน)?\s*(?:([\d.]+)\s*(?:ตร\.?\s*ว\.?|ตารางวา|วา))?$/
  const found = plain.match(pattern)
  const values = found?.slice(1).map((part) => Number(part ?? 0)) ?? [NaN]
  if (values.some(Number.isNaN)) throw new AreaTextError('text')
  return values
}
