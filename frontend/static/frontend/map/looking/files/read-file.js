// read-file.js: a file of the reader's own as shapes, read in the browser: nothing of it is sent anywhere.

import { readGeoJson } from './geojson.js'
import { readGpx } from './gpx.js'
import { readKml } from './kml.js'
import { FileRefused } from './refused.js'

export const MAX_BYTES = 10 * 1024 * 1024
/** More corners than this a browser does not draw fluently. */
const MAX_POSITIONS = 200_000
const READERS = { gpx: readGpx, kml: readKml, geojson: readGeoJson, json: readGeoJson }
export const ENDINGS = Object.keys(READERS).map((ending) => `.${ending}`).join(',')

/** {name, features: [{name, geometry}]} of a File; geometries are GeoJSON of two numbers. Throws FileRefused. */
export async function readFile(file) {
  const reader = READERS[file.name.toLowerCase().split('.').at(-1)]
  if (!reader) throw new FileRefused('kind')
  if (file.size > MAX_BYTES) throw new FileRefused('size')
  const features = reader(decode(await file.arrayBuffer()))
  if (!features.length) throw new FileRefused('empty')
  const count = features.reduce((sum, { geometry }) => sum + countPositions(geometry.coordinates), 0)
  if (count > MAX_POSITIONS) throw new FileRefused('many')
  return { name: file.name, features }
}

/** The text, in the encoding that an XML declaration names; else UTF-8. */
function decode(bytes) {
  const start = new TextDecoder('latin1').decode(bytes.slice(0, 200))
  const named = /^\s*<\?xml[^>]*encoding=["']([\w-]+)["']/.exec(start)?.[1] ?? 'utf-8'
  try {
    return new TextDecoder(named, { fatal: true }).decode(bytes)
  } catch {
    throw new FileRefused('text')
  }
}

/** Positions in nested coordinates. Throws FileRefused for one that is no place on earth in degrees. */
function countPositions(coordinates) {
  if (typeof coordinates[0] !== 'number') return coordinates.reduce((sum, part) => sum + countPositions(part), 0)
  const [lon, lat] = coordinates
  if (!(Math.abs(lon) <= 180 && Math.abs(lat) <= 90)) throw new FileRefused('degrees')
  return 1
}
