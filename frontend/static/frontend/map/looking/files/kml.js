// kml.js: the placemarks of a KML file: points, lines, polygons, tracks.

import { all, childText, parseXml } from './refused.js'

export function readKml(text) {
  return all(parseXml(text, 'kml'), 'Placemark').flatMap((mark) => {
    const name = childText(mark, 'name')
    return geometriesOf(mark).map((geometry) => ({ name, geometry }))
  })
}

function geometriesOf(mark) {
  const points = all(mark, 'Point').map((node) => ({ type: 'Point', coordinates: positions(node)[0] }))
  const lines = all(mark, 'LineString').map((node) => ({ type: 'LineString', coordinates: positions(node) }))
  const polygons = all(mark, 'Polygon').map((node) => ({ type: 'Polygon', coordinates: rings(node) }))
  const tracks = all(mark, 'Track').map((node) => ({ type: 'LineString', coordinates: all(node, 'coord').map((one) => numbers(one.textContent.trim().split(/\s+/))) }))
  return [...points, ...lines, ...polygons, ...tracks].filter(isWhole)
}

function rings(polygon) {
  const of = (name) => all(polygon, name).flatMap((node) => all(node, 'LinearRing')).map(positions)
  return [...of('outerBoundaryIs').slice(0, 1), ...of('innerBoundaryIs')]
}

/** "101.1,16.3,0 101.2,16.4" as positions; the height is left out. */
function positions(node) {
  const text = all(node, 'coordinates')[0]?.textContent.trim() ?? ''
  return text ? text.split(/\s+/).map((tuple) => numbers(tuple.split(','))) : []
}

function numbers([lon, lat]) {
  return [lon, lat].map((part) => (part?.trim() ? Number(part) : NaN))
}

function isWhole({ type, coordinates }) {
  if (type === 'Point') return Boolean(coordinates)
  return type === 'LineString' ? coordinates.length > 1 : coordinates.length > 0 && coordinates.every((ring) => ring.length > 3)
}
