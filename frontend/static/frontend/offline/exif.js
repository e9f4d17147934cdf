// exif.js: of a JPEG's EXIF only when and where it was taken: read from a photo, written into its smaller copy. No DOM.

const GPS_IFD = 0x8825
const EXIF_IFD = 0x8769
const TAKEN = 0x9003
const [LAT_REF, LAT, LON_REF, LON] = [1, 2, 3, 4]
const [ASCII, LONG, RATIONAL] = [2, 4, 5]

/** {taken: 'YYYY:MM:DD HH:MM:SS' | null, place: [lon, lat] | null} of the bytes of a JPEG. */
export function readExif(bytes) {
  const at = findExif(bytes)
  if (at === null) return { taken: null, place: null }
  try {
    return readTiff(new DataView(bytes.buffer, bytes.byteOffset + at, bytes.byteLength - at))
  } catch (error) {
    if (error instanceof RangeError) return { taken: null, place: null } // cut off or damaged
    throw error
  }
}

/** Where the TIFF part of the first EXIF segment begins, or null. */
function findExif(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (bytes.length < 4 || view.getUint16(0) !== 0xffd8) return null
  for (let at = 2; at + 10 < bytes.length && view.getUint8(at) === 0xff; at += 2 + view.getUint16(at + 2)) {
    if (view.getUint16(at) === 0xffe1 && view.getUint32(at + 4) === 0x45786966) return at + 10
    if (view.getUint16(at) === 0xffda) return null // the picture begins
  }
  return null
}

function readTiff(view) {
  const isLittle = view.getUint16(0) === 0x4949
  const first = readIfd(view, view.getUint32(4, isLittle), isLittle)
  const of = (tag) => (first.has(tag) ? readIfd(view, view.getUint32(first.get(tag), isLittle), isLittle) : new Map())
  return { taken: readText(view, of(EXIF_IFD).get(TAKEN), isLittle), place: readPlace(view, of(GPS_IFD), isLittle) }
}

/** Where the value, or the offset of the value, of each tag stands. */
function readIfd(view, at, isLittle) {
  const count = view.getUint16(at, isLittle)
  return new Map(Array.from({ length: count }, (_, i) => [view.getUint16(at + 2 + 12 * i, isLittle), at + 10 + 12 * i]))
}

function readText(view, at, isLittle) {
  if (at === undefined) return null
  const start = view.getUint32(at, isLittle)
  return Array.from({ length: 19 }, (_, i) => String.fromCharCode(view.getUint8(start + i))).join('')
}

function readPlace(view, tags, isLittle) {
  if (![LAT_REF, LAT, LON_REF, LON].every((tag) => tags.has(tag))) return null
  const degrees = (tag, refTag, negative) => {
    const start = view.getUint32(tags.get(tag), isLittle)
    const [d, m, s] = [0, 8, 16].map((more) => view.getUint32(start + more, isLittle) / view.getUint32(start + more + 4, isLittle))
    const sign = String.fromCharCode(view.getUint8(tags.get(refTag))) === negative ? -1 : 1
    return sign * (d + m / 60 + s / 3600)
  }
  const place = [degrees(LON, LON_REF, 'W'), degrees(LAT, LAT_REF, 'S')]
  return place.every(Number.isFinite) ? place : null
}

/** The bytes of a JPEG (without EXIF, as a canvas makes it) with when and where it was taken. */
export function withExif(bytes, { taken, place }) {
  if (!taken && !place) return bytes
  const tiff = tiffOf(taken, place)
  const segment = new Uint8Array(10 + tiff.length)
  const view = new DataView(segment.buffer)
  view.setUint16(0, 0xffe1)
  view.setUint16(2, segment.length - 2)
  segment.set([0x45, 0x78, 0x69, 0x66, 0, 0], 4)
  segment.set(tiff, 10)
  const whole = new Uint8Array(bytes.length + segment.length)
  whole.set(bytes.subarray(0, 2))
  whole.set(segment, 2)
  whole.set(bytes.subarray(2), 2 + segment.length)
  return whole
}

/** A little-endian TIFF: an IFD that points to those of EXIF and GPS, each followed by its values. */
function tiffOf(taken, place) {
  const parts = [taken && [EXIF_IFD, [[TAKEN, ASCII, text(`${taken}\0`)]]], place && [GPS_IFD, gpsOf(place)]].filter(Boolean)
  const firstSize = 2 + 12 * parts.length + 4
  let at = 8 + firstSize
  const blocks = parts.map(([tag, entries]) => {
    const block = ifdOf(entries, at)
    const pointer = [tag, LONG, number32(at)]
    at += block.length
    return { block, pointer }
  })
  const head = [0x49, 0x49, 0x2a, 0, 8, 0, 0, 0]
  return Uint8Array.from([...head, ...ifdOf(blocks.map(({ pointer }) => pointer), 8), ...blocks.flatMap(({ block }) => block)])
}

function gpsOf([lon, lat]) {
  return [
    [LAT_REF, ASCII, text(lat < 0 ? 'S\0' : 'N\0')], [LAT, RATIONAL, angle(lat)],
    [LON_REF, ASCII, text(lon < 0 ? 'W\0' : 'E\0')], [LON, RATIONAL, angle(lon)],
  ]
}

/** One IFD as bytes; values of more than four bytes stand behind it. */
function ifdOf(entries, at) {
  const head = [...number16(entries.length)]
  const tail = []
  const behind = at + 2 + 12 * entries.length + 4
  for (const [tag, type, value] of entries) {
    const count = value.length / { [ASCII]: 1, [LONG]: 4, [RATIONAL]: 8 }[type]
    const isShort = value.length <= 4
    head.push(...number16(tag), ...number16(type), ...number32(count), ...(isShort ? [...value, 0, 0, 0].slice(0, 4) : number32(behind + tail.length)))
    if (!isShort) tail.push(...value, ...(value.length % 2 ? [0] : []))
  }
  return [...head, 0, 0, 0, 0, ...tail]
}

/** Degrees, minutes and seconds as rationals; a second's ten-thousandth is 3 mm. */
function angle(value) {
  const all = Math.round(Math.abs(value) * 3600 * 10000)
  const parts = [[Math.floor(all / 36_000_000), 1], [Math.floor(all / 600_000) % 60, 1], [all % 600_000, 10_000]]
  return parts.flat().flatMap(number32)
}

function text(letters) {
  return [...letters].map((letter) => letter.charCodeAt(0))
}

function number16(n) {
  return [n & 0xff, n >> 8]
}

function number32(n) {
  return [n & 0xff, (n >>> 8) & 0xff, (n >>> 16) & 0xff, n >>> 24]
}
