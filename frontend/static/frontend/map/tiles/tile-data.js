// tile-data.js: the bytes of a vector tile as shapes in the tile's own units, and what lies where in it. No map, no DOM.

import { VectorTile } from '../../../vendor/vector-tile/vector-tile.js'
import { PbfReader } from '../../../vendor/pbf/pbf.js'

/** Units along one side of a tile. */
export const EXTENT = 4096
const POINT = 1

/**
 * The features of these layers of a tile, by their names: {name: [{properties, isPoint, rings: [[{x, y}, …], …],
 * box: [west, north, east, south]}]}. All at once: to open a tile is half of what it costs to read it.
 *
 * `bytes` null is an empty tile. Rings are closed; points are rings of one position.
 */
export function readLayers(bytes, names) {
  const layers = bytes ? new VectorTile(new PbfReader(bytes)).layers : {}
  return Object.fromEntries(names.map((name) => [name, featuresOf(layers[name])]))
}

function featuresOf(layer) {
  const found = []
  for (let i = 0; i < (layer?.length ?? 0); i += 1) {
    const feature = readFeature(layer.feature(i))
    if (feature.rings.length) found.push(feature)
  }
  return found
}

function readFeature(feature) {
  const rings = feature.loadGeometry()
  return { properties: { ...feature.properties }, isPoint: feature.type === POINT, rings, box: boxOf(rings) }
}

function boxOf(rings) {
  const box = [Infinity, Infinity, -Infinity, -Infinity]
  for (const ring of rings) {
    for (const { x, y } of ring) {
      if (x < box[0]) box[0] = x
      if (y < box[1]) box[1] = y
      if (x > box[2]) box[2] = x
      if (y > box[3]) box[3] = y
    }
  }
  return box
}

/** The feature at a place, the last one where several are; points and slivers within `slack` units. Or null. */
export function featureAt(features, x, y, slack = 0) {
  const isNear = ({ box: [west, north, east, south] }) =>
    x >= west - slack && x <= east + slack && y >= north - slack && y <= south + slack
  const near = features.filter(isNear)
  return near.findLast((feature) => !feature.isPoint && isInside(feature.rings, x, y)) ?? nearest(near, x, y, slack)
}

function isInside(rings, x, y) {
  let inside = false
  for (const ring of rings) {
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i, i += 1) {
      const [a, b] = [ring[i], ring[j]]
      if (a.y > y !== b.y > y && x < ((b.x - a.x) * (y - a.y)) / (b.y - a.y) + a.x) inside = !inside
    }
  }
  return inside
}

/** The nearest of those that are small: a large parcel is hit inside its border only. */
function nearest(features, x, y, slack) {
  const found = features
    .filter(({ box: [west, north, east, south] }) => Math.max(east - west, south - north) <= 2 * slack)
    .map((feature) => ({ feature, far: Math.hypot(...fromCentre(feature.box, x, y)) }))
    .filter(({ far }) => far <= slack)
  return found.reduce((best, one) => (one.far < best.far ? one : best), { feature: null, far: Infinity }).feature
}

function fromCentre([west, north, east, south], x, y) {
  return [(west + east) / 2 - x, (north + south) / 2 - y]
}

/** The border of a feature within the tile, without the edges along which it was clipped: [[{x, y}, {x, y}], …]. */
export function borderInTile({ rings }) {
  const lines = rings.flatMap((ring) => ring.slice(1).map((end, i) => clipped(ring[i], end)))
  return lines.filter(Boolean)
}

/** A stretch cut to the tile (Liang and Barsky); null outside of it. */
function clipped(a, b) {
  const [dx, dy] = [b.x - a.x, b.y - a.y]
  let [from, to] = [0, 1]
  for (const [step, room] of [[-dx, a.x], [dx, EXTENT - a.x], [-dy, a.y], [dy, EXTENT - a.y]]) {
    if (step === 0 && room < 0) return null
    if (step < 0) from = Math.max(from, room / step)
    if (step > 0) to = Math.min(to, room / step)
  }
  return from < to ? [{ x: a.x + from * dx, y: a.y + from * dy }, { x: a.x + to * dx, y: a.y + to * dy }] : null
}

/** A place in a tile as [lon, lat] in degrees. */
export function toDegrees({ x: column, y: row, z }, { x, y }) {
  const size = 2 ** z
  const north = Math.PI * (1 - (2 * (row + y / EXTENT)) / size)
  return [((column + x / EXTENT) / size) * 360 - 180, (Math.atan(Math.sinh(north)) * 180) / Math.PI]
}
