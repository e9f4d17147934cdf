// pond.js: what a pond holds, from its outline, depth and side slope (DOMAIN.md 2.2). Twin of spatial/ponds.py.

import { polygonArea } from './area.js'
import { insidePolygon } from './crossing.js'
import { Frame } from './frame.js'
import { GeometryRefusal } from './split.js'

export const DRY_SEASON_M = 3 // 1 cm a day for 300 days
export const SHALLOW_M = 4 // a shallower pond keeps nothing worth the name
const EXACT_M = 0.01

/** {area_m2, perimeter_m, half_m} of polygon coordinates; half the width is the radius of the largest circle within. */
export function pondOutline(rings) {
  const frame = new Frame(rings[0][0])
  const edges = rings.flatMap((ring) => ring.slice(1).map((b, i) => [ring[i], b]))
  const perimeter = edges.reduce((sum, [a, b]) => sum + frame.distance(a, b), 0)
  return { area_m2: polygonArea(rings), perimeter_m: perimeter, half_m: largestRadius(rings, edges, frame) }
}

/** m³ full to the brim; the slope is horizontal to vertical. Throws GeometryRefusal pond_too_steep where the sides would meet. */
export function pondVolume(outline, depth_m, side_slope) {
  const width = 2 * outline.half_m
  if (side_slope * depth_m >= outline.half_m) {
    throw Object.assign(new GeometryRefusal('pond_too_steep'), { width_m: width, needed_m: 2 * side_slope * depth_m })
  }
  return upTo(outline, side_slope, depth_m)
}

/** m³ that are left when the dry season has taken its metres off the top. Throws as pondVolume. */
export function pondKept(outline, depth_m, side_slope) {
  return pondVolume(outline, depth_m, side_slope) - upTo(outline, side_slope, Math.min(depth_m, DRY_SEASON_M))
}

function upTo({ area_m2: area, perimeter_m: perimeter }, slope, h) {
  return area * h - (perimeter * slope * h ** 2) / 2 + (4 * slope ** 2 * h ** 3) / 3
}

/** The radius of the largest circle in a polygon: squares are halved as long as one can hold a better middle. */
function largestRadius(rings, edges, frame) {
  const flat = rings[0].map((node) => frame.metres(node))
  const [xs, ys] = [0, 1].map((axis) => flat.map((node) => node[axis]))
  const [west, south, east, north] = [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)]
  const reach = (x, y) => {
    const at = frame.degrees([x, y])
    const distance = Math.min(...edges.map(([a, b]) => frame.nearestOnEdge(at, a, b).distance))
    return insidePolygon(at, rings) === 1 ? distance : -distance
  }
  const half = Math.max(east - west, north - south) / 2
  let cells = [{ x: (west + east) / 2, y: (south + north) / 2, half, here: reach((west + east) / 2, (south + north) / 2) }]
  let best = Math.max(0, cells[0].here)
  while (cells.length) {
    const parts = cells.flatMap((cell) => quarters(cell, reach))
    best = parts.reduce((most, { here }) => Math.max(most, here), best)
    cells = parts.filter((cell) => cell.here + cell.half * Math.SQRT2 > best + EXACT_M)
  }
  return best
}

function quarters({ x, y, half }, reach) {
  const h = half / 2
  return [[-h, -h], [h, -h], [-h, h], [h, h]].map(([dx, dy]) => ({ x: x + dx, y: y + dy, half: h, here: reach(x + dx, y + dy) }))
}
