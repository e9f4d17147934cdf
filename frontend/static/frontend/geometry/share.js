// share.js: shares of the zone groups against 30:30:30:10. They always add to 100.0 (DOMAIN.md 2.1).

/** The guide of the programme, in percent. NONE and unzoned land have no target. */
export const TARGETS = { MOUND: 30, WATER: 30, PADDY: 30, LIVING: 10 }

/** The area that shares are of, in m²: what the programme counts, or the drawn shape while nothing is counted yet. */
export function participatingArea({ joined_area_m2 }, drawn_m2) {
  return Number(joined_area_m2) > 0 ? Number(joined_area_m2) : drawn_m2
}

/**
 * Shares in percent with one decimal, in the order MOUND, WATER, PADDY, LIVING, NONE, UNZONED.
 *
 * `zones`: [{group, area_m2}]; `whole_m2`: the participating area in m². Zones that together are larger
 * make the whole. Each row: {code, area_m2, share, target|null, difference|null}.
 */
export function zoneShares(zones, whole_m2) {
  const sums = { MOUND: 0, WATER: 0, PADDY: 0, LIVING: 0, NONE: 0, UNZONED: 0 }
  for (const { group, area_m2 } of zones) sums[group] += area_m2
  sums.UNZONED = Math.max(0, whole_m2 - Object.values(sums).reduce((a, b) => a + b, 0))
  const codes = Object.keys(sums)
  const tenths = largestRemainder(codes.map((code) => sums[code]), 1000)
  return codes.map((code, i) => row(code, sums[code], tenths[i] / 10))
}

function row(code, area_m2, share) {
  const target = TARGETS[code] ?? null
  const difference = target === null ? null : Math.round((share - target) * 10) / 10
  return { code, area_m2, share, target, difference }
}

/** Whole numbers in the proportion of `values` that add to `total`: the largest remainders are rounded up. */
export function largestRemainder(values, total) {
  const sum = values.reduce((a, b) => a + b, 0)
  if (!(sum > 0)) return values.map((_, i) => (i === values.length - 1 ? total : 0))
  const exact = values.map((value) => (value / sum) * total)
  const floors = exact.map((value) => Math.floor(Number(value.toPrecision(12))))
  const missing = total - floors.reduce((a, b) => a + b, 0)
  const order = exact.map((value, i) => [value - floors[i], i]).sort((a, b) => b[0] - a[0] || a[1] - b[1])
  for (const [, i] of order.slice(0, missing)) floors[i] += 1
  return floors
}
