// gpx.js: waypoints, routes and tracks of a GPX file.

import { all, childText, parseXml } from './refused.js'

export function readGpx(text) {
  const xml = parseXml(text, 'gpx')
  const points = all(xml, 'wpt').map((node) => ({ name: childText(node, 'name'), geometry: { type: 'Point', coordinates: place(node) } }))
  const routes = all(xml, 'rte').map((node) => line(childText(node, 'name'), all(node, 'rtept')))
  const tracks = all(xml, 'trk').flatMap((node) => all(node, 'trkseg').map((part) => line(childText(node, 'name'), all(part, 'trkpt'))))
  return [...points, ...routes, ...tracks].filter(Boolean)
}

function line(name, nodes) {
  return nodes.length > 1 ? { name, geometry: { type: 'LineString', coordinates: nodes.map(place) } } : null
}

function place(node) {
  return [Number(node.getAttribute('lon') ?? NaN), Number(node.getAttribute('lat') ?? NaN)]
}
