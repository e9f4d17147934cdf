// units.js: m² inside, rai-ngan-square wah at the edge. Mirrors spatial/units.py; both are tested on fixtures/area_text.json.
// 1 rai = 4 ngan = 400 square wah = 1 600 m²; 1 square wah = 4 m² (DOMAIN.md 3.4).

const M2_PER_WAH = 4
const M2_PER_NGAN = 400
const M2_PER_RAI = 1600
const WAH_PER_NGAN = 100
const NGAN_PER_RAI = 4

const MAX_TEXT = 64
const THAI_DIGITS = '๐๑๒๓๔๕๖๗๘๙'
// Nine digits hold the whole country in rai; more is a slip of the keyboard.
const NUMBER = '(?:\\d{1,3}(?:,\\d{3}){1,2}|\\d{1,9})(?:\\.\\d{1,6})?'
const DATE = /^(\d{4}-\d{2}-\d{2}([t ].*)?|\d{1,4}\/\d{1,2}\/\d{1,4}|(19|2[0-6])\d{2}-(1[0-2]|[1-9])-(3[01]|[12]\d|[1-9]))$/
const UNITS = new Map([
  ...['ไร่', 'rai'].map((word) => [word, M2_PER_RAI]),
  ...['งาน', 'ngan'].map((word) => [word, M2_PER_NGAN]),
  ...['ตารางวา', 'ตรว', 'ตรวา', 'วา', 'wah', 'sqwah'].map((word) => [word, M2_PER_WAH]),
])

/** Split m² into {rai, ngan, wah, text}: rounded half up to a tenth of a square wah first, so 1599.99 is 1-0-00.0. */
export function rai(m2) {
  const tenths = Math.round(Number((m2 * 2.5).toPrecision(15)))
  const whole = Math.floor(tenths / 4000)
  const ngan = Math.floor((tenths % 4000) / 1000)
  const wah = (tenths % 1000) / 10
  return { rai: whole, ngan, wah, text: `${whole}-${ngan}-${wah.toFixed(1).padStart(4, '0')}` }
}

/** An area text that cannot be read; `because` is ngan, wah, parts, sign, date, text or empty. */
export class AreaTextError extends Error {
  constructor(because) {
    super(because)
    this.because = because
  }
}

/** Read "3-1-25.5", "3 ไร่ 1 งาน 25.5 ตร.ว.", Thai digits or "3.31 ไร่" as m². Throws AreaTextError. */
export function parseArea(text) {
  const plain = tidy(text)
  if (!plain) throw new AreaTextError('empty')
  if (plain.length > MAX_TEXT) throw new AreaTextError('text')
  if (plain.startsWith('-')) throw new AreaTextError('sign')
  if (DATE.test(plain)) throw new AreaTextError('date') // spreadsheets make a date of 3-1-25
  return /[^\d\s.,-]/.test(plain) ? withWords(plain) : withDashes(plain)
}

function tidy(text) {
  const digits = String(text).replace(/[๐-๙]/g, (digit) => THAI_DIGITS.indexOf(digit))
  return digits.replace(/[‐‑‒–—―−]/g, '-').trim().toLowerCase()
}

/** "3-1-25.5": exactly three parts, of which only the last may have decimals. */
function withDashes(plain) {
  const texts = plain.split('-').map((part) => part.trim())
  const number = new RegExp(`^${NUMBER}$`)
  if (!texts.every((part) => number.test(part))) throw new AreaTextError('text')
  if (texts.length !== 3) throw new AreaTextError('parts')
  return sum(texts.map((part, i) => [[M2_PER_RAI, M2_PER_NGAN, M2_PER_WAH][i], part]))
}

/** "3 ไร่ 1 งาน 25.5 ตร.ว.": each unit at most once, larger before smaller. */
function withWords(plain) {
  const dense = plain.replace(/\s/g, '')
  const pairs = [...dense.matchAll(new RegExp(`(${NUMBER})([^\\d]+)`, 'g'))].map(([, number, word]) => [number, word])
  if (pairs.flat().join('') !== dense) throw new AreaTextError('text')
  const sized = pairs.map(([number, word]) => [UNITS.get(word.replaceAll('.', '')), number])
  if (sized.some(([size]) => !size)) throw new AreaTextError('text')
  if (sized.some(([size], i) => i && size >= sized[i - 1][0])) throw new AreaTextError('parts')
  return sum(sized)
}

/** Add [size of the unit in m², number as text]; all but the last are whole. */
function sum(sized) {
  const amounts = sized.map(([size, text]) => [size, Number(text.replaceAll(',', ''))])
  if (amounts.slice(0, -1).some(([, amount]) => !Number.isInteger(amount))) throw new AreaTextError('parts')
  for (const [size, amount] of amounts) {
    if (size === M2_PER_NGAN && amount >= NGAN_PER_RAI) throw new AreaTextError('ngan')
    if (size === M2_PER_WAH && amount >= WAH_PER_NGAN) throw new AreaTextError('wah')
  }
  const m2 = amounts.reduce((total, [size, amount]) => total + size * amount, 0)
  return Number(m2.toFixed(6))
}
