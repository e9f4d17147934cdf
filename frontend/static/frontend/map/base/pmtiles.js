// pmtiles.js: reads one tile after the other out of a PMTiles file (version 3) by range requests. No map, no DOM.
// https://github.com/protomaps/PMTiles/blob/main/spec/v3/spec.md

const HEADER = 127
/** The header and the root directory lie within this many bytes, by the specification. */
const START = 16384
const MAGIC = 'PMTiles'
const GZIP = 2
const NONE = 1
const TYPES = { 2: 'image/png', 3: 'image/jpeg', 4: 'image/webp', 5: 'image/avif' }
const MAX_LEAVES = 64
/** Directories refer to directories at most this deep. */
const DEPTH = 4

/** Why a file is none that can be shown: 'missing', 'ranges', 'format', 'vector' or 'compression'. */
export class PmtilesError extends Error {
  constructor(because) {
    super(because)
    this.because = because
  }
}

export class Pmtiles {
  #url
  #fetch
  #head = null
  #leaves = new Map()

  /** `read(url, options)` is fetch. */
  constructor(url, read = (...args) => fetch(...args)) {
    this.#url = url
    this.#fetch = read
  }

  /** A tile as a Blob, null where the file has none. Throws PmtilesError, and what fetch throws. */
  async tile({ z, x, y }, signal) {
    const { header, root } = await this.#start()
    if (z < header.minZoom || z > header.maxZoom) return null
    const found = await this.#find(root, tileId(z, x, y), header, signal)
    if (!found) return null
    const bytes = await this.#bytes(header.data + found.offset, found.length, signal)
    return new Blob([bytes], { type: header.type })
  }

  /** {minZoom, maxZoom} of the file. */
  async zooms() {
    const { header: { minZoom, maxZoom } } = await this.#start()
    return { minZoom, maxZoom }
  }

  /** Read once; after a failure the next caller tries again. */
  #start() {
    this.#head ??= this.#readStart().catch((error) => {
      this.#head = null
      throw error
    })
    return this.#head
  }

  async #readStart() {
    const bytes = await this.#bytes(0, START)
    const header = readHeader(bytes)
    const root = await unpack(bytes.slice(header.root, header.root + header.rootLength), header)
    return { header, root: readDirectory(root) }
  }

  async #find(entries, id, header, signal, depth = 0) {
    const entry = entryFor(entries, id)
    if (!entry || depth > DEPTH) return null
    if (entry.run > 0) return id < entry.id + entry.run ? entry : null
    return this.#find(await this.#leaf(entry, header, signal), id, header, signal, depth + 1)
  }

  async #leaf({ offset, length }, header, signal) {
    if (!this.#leaves.has(offset)) {
      const packed = await this.#bytes(header.leaves + offset, length, signal)
      if (this.#leaves.size >= MAX_LEAVES) this.#leaves.clear()
      this.#leaves.set(offset, readDirectory(await unpack(packed, header)))
    }
    return this.#leaves.get(offset)
  }

  async #bytes(from, length, signal) {
    const response = await this.#fetch(this.#url, { headers: { Range: `bytes=${from}-${from + length - 1}` }, signal, credentials: 'omit' })
    if (!response.ok) throw new PmtilesError('missing')
    // A server that ignores ranges would send the whole file for every tile.
    if (response.status !== 206) throw new PmtilesError('ranges')
    return response.arrayBuffer()
  }
}

function readHeader(bytes) {
  const view = new DataView(bytes)
  const magic = String.fromCharCode(...new Uint8Array(bytes, 0, Math.min(7, bytes.byteLength)))
  if (bytes.byteLength < HEADER || magic !== MAGIC || view.getUint8(7) !== 3) throw new PmtilesError('format')
  const long = (at) => Number(view.getBigUint64(at, true))
  const header = {
    root: long(8), rootLength: long(16), leaves: long(40), data: long(56),
    compression: view.getUint8(97), type: TYPES[view.getUint8(99)], minZoom: view.getUint8(100), maxZoom: view.getUint8(101),
  }
  if (!header.type) throw new PmtilesError('vector')
  return header
}

async function unpack(bytes, { compression }) {
  if (compression === NONE) return bytes
  if (compression !== GZIP) throw new PmtilesError('compression')
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'))).arrayBuffer()
}

/** Entries [{id, run, length, offset}], sorted by id; a run of 0 refers to a leaf directory. */
function readDirectory(buffer) {
  const next = varints(new Uint8Array(buffer))
  const entries = Array.from({ length: next() }, () => ({ id: 0, run: 0, length: 0, offset: 0 }))
  let id = 0
  for (const entry of entries) {
    id += next()
    entry.id = id
  }
  for (const entry of entries) entry.run = next()
  for (const entry of entries) entry.length = next()
  entries.forEach((entry, i) => {
    const value = next()
    entry.offset = value === 0 && i > 0 ? entries[i - 1].offset + entries[i - 1].length : value - 1
  })
  return entries
}

/** Reads one number after the other; they may be larger than 32 bits, so nothing is shifted. */
function varints(bytes) {
  let at = 0
  return () => {
    let [value, factor] = [0, 1]
    for (;;) {
      if (at >= bytes.length) throw new PmtilesError('format')
      const byte = bytes[at]
      at += 1
      value += (byte & 0x7f) * factor
      if (byte < 0x80) return value
      factor *= 128
    }
  }
}

/** The last entry that begins at or before `id`, or null. */
function entryFor(entries, id) {
  let [low, high] = [0, entries.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if (entries[middle].id <= id) low = middle + 1
    else high = middle
  }
  return entries[low - 1] ?? null
}

/** The number of a tile along the Hilbert curve, after all of the zooms before. */
export function tileId(z, x, y) {
  let id = (4 ** z - 1) / 3
  let [a, b] = [x, y]
  for (let side = 2 ** (z - 1); side >= 1; side /= 2) {
    const [right, down] = [(a & side) > 0 ? 1 : 0, (b & side) > 0 ? 1 : 0]
    id += side * side * ((3 * right) ^ down)
    if (down === 0) {
      if (right === 1) [a, b] = [side - 1 - (a & (side - 1)), side - 1 - (b & (side - 1))]
      else [a, b] = [a & (side - 1), b & (side - 1)]
      ;[a, b] = [b, a]
    }
  }
  return id
}
