// fixes.js: what satellites say, gated and averaged; distance and direction to a corner. No DOM.

const EARTH_M = 6371008.8
/** A fix that is worse than this says nothing about a corner. */
export const GATE_M = 8
/** A corner is the mean of what came while one stood there. */
export const WINDOW_MS = 12_000
export const FEWEST = 3

/** The fixes {lon, lat, accuracy, at} of the last seconds that are good enough. */
export function usable(fixes, now) {
  return fixes.filter(({ accuracy, at }) => accuracy <= GATE_M && now - at <= WINDOW_MS)
}

/**
 * Those of before that are of the place where a new fix is: whoever has walked on leaves the others behind. What was
 * gathered before an interruption (the screen off, the tab gone) is as old as it was then.
 */
export function standing(before, fix) {
  if (fix.accuracy > GATE_M) return before
  const near = before.filter((one) => toward([one.lon, one.lat], [fix.lon, fix.lat]).metres <= GATE_M)
  const away = near.length ? fix.at - near.at(-1).at : 0
  return away > WINDOW_MS ? near.map((one) => ({ ...one, at: one.at + away })) : near
}

/** Their mean, the better ones counting more: {lon, lat, accuracy, count}; null of too few. */
export function average(fixes) {
  if (fixes.length < FEWEST) return null
  const weights = fixes.map(({ accuracy }) => 1 / Math.max(accuracy, 0.5) ** 2)
  const all = weights.reduce((sum, one) => sum + one, 0)
  const mean = (name) => fixes.reduce((sum, fix, i) => sum + fix[name] * weights[i], 0) / all
  const [lon, lat] = [mean('lon'), mean('lat')]
  // Fixes of one place share their error: their spread counts, and the mean is no better than half of the best one.
  const spread = Math.max(...fixes.map((fix) => toward([lon, lat], [fix.lon, fix.lat]).metres))
  const best = Math.min(...fixes.map(({ accuracy }) => accuracy))
  return { lon, lat, accuracy: Math.max(spread, best / 2), count: fixes.length }
}

/** {metres, degrees} from one place to another: degrees clockwise from north. Places are [lon, lat]. */
export function toward([lon, lat], [lon2, lat2]) {
  const rad = Math.PI / 180
  const east = (lon2 - lon) * rad * Math.cos(((lat + lat2) / 2) * rad) * EARTH_M
  const north = (lat2 - lat) * rad * EARTH_M
  return { metres: Math.hypot(east, north), degrees: ((Math.atan2(east, north) / rad) + 360) % 360 }
}

/** The number of the corner that is nearest. */
export function nearestCorner(here, corners) {
  const far = corners.map((corner) => toward(here, corner).metres)
  return far.indexOf(Math.min(...far))
}
