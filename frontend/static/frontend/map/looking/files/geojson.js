// geojson.js: the geometries of a GeoJSON file (RFC 7946: degrees on WGS 84), each by itself.

import { FileRefused } from './refused.js'

/** How deep the coordinates of a type lie. */
const DEPTHS = { Point: 0, MultiPoint: 1, LineString: 1, MultiLineString: 2, Polygon: 2, MultiPolygon: 3 }
const WGS84 = /CRS84|EPSG:+4326/

export function readGeoJson(text) {
  const data = parse(text)
  const crs = data?.crs?.properties?.name
  if (crs && !WGS84.test(crs)) throw new FileRefused('crs')
  return featuresOf(data)
}

function parse(text) {
  try {
    return JSON.parse(text)
  } catch {
    throw new FileRefused('broken')
  }
}

function featuresOf(data, name = '') {
  if (data?.type === 'FeatureCollection') return list(data.features).flatMap((one) => featuresOf(one))
  if (data?.type === 'Feature') return data.geometry ? featuresOf(data.geometry, nameOf(data.properties)) : []
  if (data?.type === 'GeometryCollection') return list(data.geometries).flatMap((one) => featuresOf(one, name))
  const depth = DEPTHS[data?.type]
  if (depth === undefined) throw new FileRefused('broken')
  return [{ name, geometry: { type: data.type, coordinates: flat(data.coordinates, depth) } }]
}

function list(value) {
  if (!Array.isArray(value)) throw new FileRefused('broken')
  return value
}

function nameOf(properties) {
  const found = properties?.name ?? properties?.Name ?? properties?.code ?? ''
  return String(found).slice(0, 100)
}

/** Positions of two numbers; the height is left out. */
function flat(coordinates, depth) {
  if (depth > 0) return list(coordinates).map((part) => flat(part, depth - 1))
  const [lon, lat] = list(coordinates)
  if (!Number.isFinite(lon) || !Number.isFinite(lat)) throw new FileRefused('broken')
  return [lon, lat]
}
