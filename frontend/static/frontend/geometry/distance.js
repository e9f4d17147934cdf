// distance.js: lengths on the WGS 84 ellipsoid: the inverse problem after Vincenty (1975), right to a millimetre.

const A = 6378137 // WGS 84 semi-major axis, m
const F = 1 / 298.257223563 // WGS 84 flattening
const B = A * (1 - F)
const RADIAN = Math.PI / 180
const TURNS = 100

/** Metres along the ellipsoid between two positions [lon, lat]; for places of one hemisphere, as ours are. */
export function distance([lon1, lat1], [lon2, lat2]) {
  if (lon1 === lon2 && lat1 === lat2) return 0
  const [u1, u2] = [lat1, lat2].map((lat) => Math.atan((1 - F) * Math.tan(lat * RADIAN)))
  return solve((lon2 - lon1) * RADIAN, Math.sin(u1), Math.cos(u1), Math.sin(u2), Math.cos(u2))
}

function solve(apart, s1, c1, s2, c2) {
  let lambda = apart
  for (let turn = 0; turn < TURNS; turn += 1) {
    const [sin, cos] = [Math.sin(lambda), Math.cos(lambda)]
    const sinSigma = Math.hypot(c2 * sin, c1 * s2 - s1 * c2 * cos)
    const cosSigma = s1 * s2 + c1 * c2 * cos
    const sigma = Math.atan2(sinSigma, cosSigma)
    const sinAlpha = sinSigma ? (c1 * c2 * sin) / sinSigma : 0
    const cos2Alpha = 1 - sinAlpha * sinAlpha
    const middle = cos2Alpha ? cosSigma - (2 * s1 * s2) / cos2Alpha : 0
    const c = (F / 16) * cos2Alpha * (4 + F * (4 - 3 * cos2Alpha))
    const before = lambda
    lambda = apart + (1 - c) * F * sinAlpha * (sigma + c * sinSigma * (middle + c * cosSigma * (2 * middle * middle - 1)))
    if (Math.abs(lambda - before) < 1e-12) return arc(cos2Alpha, sigma, sinSigma, cosSigma, middle)
  }
  return NaN
}

function arc(cos2Alpha, sigma, sinSigma, cosSigma, middle) {
  const u2 = (cos2Alpha * (A * A - B * B)) / (B * B)
  const a = 1 + (u2 / 16384) * (4096 + u2 * (-768 + u2 * (320 - 175 * u2)))
  const b = (u2 / 1024) * (256 + u2 * (-128 + u2 * (74 - 47 * u2)))
  const small = (b / 6) * middle * (4 * sinSigma * sinSigma - 3) * (4 * middle * middle - 3)
  const correction = b * sinSigma * (middle + (b / 4) * (cosSigma * (2 * middle * middle - 1) - small))
  return B * a * (sigma - correction)
}

/** Metres along a line of positions. */
export function lineLength(points) {
  return points.slice(1).reduce((sum, point, i) => sum + distance(points[i], point), 0)
}
