// shapes.js: small facts of shapes for drawing them: polygons, boxes, a place for a label, a thumbnail's path.

import { polygonsOf } from '../geometry/area.js'

/** {west, south, east, north} of positions [lon, lat]. */
export function boxOf(positions) {
  const lons = positions.map(([lon]) => lon)
  const lats = positions.map(([, lat]) => lat)
  return { west: Math.min(...lons), south: Math.min(...lats), east: Math.max(...lons), north: Math.max(...lats) }
}

/** The box of a GeoJSON polygon or multipolygon. */
export function geometryBox(geometry) {
  return boxOf(polygonsOf(geometry).flatMap(([shell]) => shell))
}

/**
 * A place inside the largest polygon with room to its left and right: {at: [lon, lat], width} in degrees.
 *
 * The widest stretch inside, on five lines across; the middle lines are preferred a little.
 */
export function labelPlace(geometry) {
  const shells = polygonsOf(geometry).map(([shell]) => shell)
  const shell = shells.reduce((best, ring) => (boxSize(ring) > boxSize(best) ? ring : best))
  const { south, north } = boxOf(shell)
  const lines = [0.5, 0.4, 0.6, 0.25, 0.75].map((part, i) => [south + (north - south) * part, 1 - i * 0.06])
  const stretches = lines.flatMap(([lat, weight]) => stretchesAt(shell, lat).map((s) => ({ ...s, value: s.width * weight })))
  const widest = stretches.reduce((best, s) => (s.value > best.value ? s : best), { at: shell[0], width: 0, value: -1 })
  return { at: widest.at, width: widest.width }
}

function boxSize(ring) {
  const { west, south, east, north } = boxOf(ring)
  return (east - west) * (north - south)
}

function stretchesAt(ring, lat) {
  const crossings = []
  for (let i = 0; i < ring.length - 1; i += 1) {
    const [[lon1, lat1], [lon2, lat2]] = [ring[i], ring[i + 1]]
    if (lat1 > lat !== lat2 > lat) crossings.push(lon1 + ((lat - lat1) / (lat2 - lat1)) * (lon2 - lon1))
  }
  crossings.sort((a, b) => a - b)
  const stretches = []
  for (let i = 0; i + 1 < crossings.length; i += 2) {
    const [west, east] = [crossings[i], crossings[i + 1]]
    stretches.push({ at: [(west + east) / 2, lat], width: east - west })
  }
  return stretches
}

/** The path of a shape in a square of `size`, north up, at its true proportions. */
export function thumbnailPath(geometry, size, margin) {
  const { west, south, east, north } = geometryBox(geometry)
  const squeeze = Math.cos((((south + north) / 2) * Math.PI) / 180)
  const width = (east - west) * squeeze
  const height = north - south
  const scale = (size - 2 * margin) / Math.max(width, height)
  const left = (size - width * scale) / 2
  const top = (size - height * scale) / 2
  const place = ([lon, lat]) => [left + (lon - west) * squeeze * scale, top + (north - lat) * scale]
  const ringPath = (ring) => `M${ring.map((p) => place(p).map((n) => n.toFixed(1)).join(' ')).join('L')}Z`
  return polygonsOf(geometry).flat().map(ringPath).join('')
}
