// area.js: area on the WGS 84 ellipsoid for live display; PostGIS stays the authority.
// Lambert's cylindrical equal-area projection of the ellipsoid (Snyder 1987, eq. 3-12 and 10-14), then the shoelace formula.

const A = 6378137 // WGS 84 semi-major axis, m
const F = 1 / 298.257223563 // WGS 84 flattening
const E2 = F * (2 - F)
const E = Math.sqrt(E2)
const RADIAN = Math.PI / 180

function authalic(latitude) {
  const s = Math.sin(latitude * RADIAN)
  return (1 - E2) * (s / (1 - E2 * s * s) - Math.log((1 - E * s) / (1 + E * s)) / (2 * E))
}

/** Signed area of a ring in m², counter-clockwise positive; the closing position may be there or not. */
export function ringArea(ring) {
  const [lon0, lat0] = ring[0] ?? [0, 0]
  const north0 = (A * authalic(lat0)) / 2
  const flat = ring.map(([lon, lat]) => [A * (lon - lon0) * RADIAN, (A * authalic(lat)) / 2 - north0])
  return flat.reduce((sum, [x1, y1], i) => {
    const [x2, y2] = flat[(i + 1) % flat.length]
    return sum + x1 * y2 - x2 * y1
  }, 0) / 2
}

/** Area of polygon coordinates (shell, then holes) in m², never negative. */
export function polygonArea(rings) {
  return rings.reduce((sum, ring, i) => sum + (i ? -1 : 1) * Math.abs(ringArea(ring)), 0)
}

/** Area of MultiPolygon coordinates in m². */
export function multiPolygonArea(polygons) {
  return polygons.reduce((sum, rings) => sum + polygonArea(rings), 0)
}

/** Area of a GeoJSON Polygon or MultiPolygon in m²; nothing has no area. */
export function geometryArea(geometry) {
  return multiPolygonArea(polygonsOf(geometry))
}

/** MultiPolygon coordinates of a Polygon, a MultiPolygon or null. */
export function polygonsOf(geometry) {
  if (!geometry) return []
  return geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates
}
