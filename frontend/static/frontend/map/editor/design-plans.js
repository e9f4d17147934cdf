// design-plans.js: the standard designs (DOMAIN.md 1.6): their sizes, their proportions, the shares of their zones. No DOM.

import { multiPolygonArea, polygonArea } from '../../geometry/area.js'
import { elongation } from '../../geometry/elongation.js'
import { TARGETS } from '../../geometry/share.js'
import { newUid } from './identity.js'
import { withRest } from './zone-pieces.js'

const M2_PER_RAI = 1600
const SIZES = [1, 3]
/** How many times as long as wide. */
export const RATIOS = [1, 2, 3]
export const FREE = 'free'
/** In the order of the server: mound, water, paddy, living. */
export const PARTS = ['MOUND', 'WATER', 'PADDY', 'LIVING']
/** What each part is at first; the list of zones changes it. */
export const TYPES = { mound: 'khok', water: 'nong', paddy: 'na', living: 'house' }
export const GUIDE = PARTS.map((group) => TARGETS[group])
/** Hill plots may have no paddy: its part goes to terrace ponds and trees in halves. */
export const HILL = [45, 45, 0, 10]
export const OWN = 'own'

/** [[code, {size_rai, ratio}]] of the plans that field reports name. */
export const PLANS = SIZES.flatMap((size) => RATIOS.map((ratio) => [`${size}x${ratio}`, { size_rai: size, ratio }]))

/** What the form begins with: the largest plan that the land could hold, shaped most like it, at the best direction. */
export function firstWish(polygons) {
  const area = multiPolygonArea(polygons)
  const size = SIZES.findLast((rai) => rai * M2_PER_RAI <= area) ?? SIZES[0]
  const shape = Math.log(elongation(largestOf(polygons)[0]))
  const off = (ratio) => Math.abs(Math.log(ratio) - shape)
  const ratio = RATIOS.reduce((best, one) => (off(one) < off(best) ? one : best))
  return { plan: `${size}x${ratio}`, size_rai: size, ratio, kind: GUIDE.join(':'), shares: GUIDE, bearing: null, mirrored: false }
}

function largestOf(polygons) {
  return polygons.reduce((largest, one) => (polygonArea(one) > polygonArea(largest) ? one : largest))
}

/** The question to the server. The long side's bearing from north is kept; the server counts the short side's from east. */
export function question(parcel, { size_rai, ratio, shares, bearing, mirrored }) {
  const turned = bearing === null ? {} : { angle: angleOf(bearing) }
  return { parcel, size_rai, ratio, shares, mirrored, ...turned }
}

/** The one angle from the other, either way. */
export function angleOf(degrees) {
  return (((180 - degrees) % 180) + 180) % 180
}

/** Why a wish cannot be asked: 'size', 'shares', 'bearing', or '' when it can. */
export function wrongIn({ size_rai, shares, bearing }) {
  if (!(size_rai >= 0.1 && size_rai <= 100)) return 'size'
  const areWhole = shares.every((share) => Number.isInteger(share) && share >= 0)
  if (!areWhole || shares.reduce((a, b) => a + b, 0) !== 100) return 'shares'
  return bearing === null || (bearing >= 0 && bearing <= 180) ? '' : 'bearing'
}

/** The pieces of a parcel on which a design was laid; what it leaves free is not zoned. */
export function designPieces(parcel, zones) {
  return withRest(parcel, zones.map(({ part, geometry }) => ({ uid: newUid(), type: TYPES[part], polygon: geometry.coordinates })))
}

/** [{group, area_m2}] of what the server would lay. */
export function designAreas(zones) {
  return zones.map(({ part, area_m2 }) => ({ group: part.toUpperCase(), area_m2 }))
}
