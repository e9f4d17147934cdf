// frame.js: metres near one place, by an affine frame that keeps straight lines straight (GEOMETRY.md 0.3).

/** Metres per degree of longitude and latitude at a latitude in degrees (WGS 84). */
export function metresPerDegree(latitude) {
  const phi = (latitude * Math.PI) / 180
  return [
    111412.84 * Math.cos(phi) - 93.5 * Math.cos(3 * phi) + 0.118 * Math.cos(5 * phi),
    111132.92 - 559.82 * Math.cos(2 * phi) + 1.175 * Math.cos(4 * phi),
  ]
}

/** A frame of metres around a position [lon, lat]; `metres` maps positions to [east, north]. */
export class Frame {
  constructor([lon, lat]) {
    this.origin = [lon, lat]
    this.scale = metresPerDegree(lat)
  }

  metres([lon, lat]) {
    return [(lon - this.origin[0]) * this.scale[0], (lat - this.origin[1]) * this.scale[1]]
  }

  degrees([east, north]) {
    return [this.origin[0] + east / this.scale[0], this.origin[1] + north / this.scale[1]]
  }

  /** Metres between two positions. */
  distance(a, b) {
    const [x1, y1] = this.metres(a)
    const [x2, y2] = this.metres(b)
    return Math.hypot(x2 - x1, y2 - y1)
  }

  /** Nearest place on the edge a–b: {distance (m), at ([lon, lat], not rounded), along (0 to 1)}. */
  nearestOnEdge(p, a, b) {
    const [px, py] = this.metres(p)
    const [ax, ay] = this.metres(a)
    const [bx, by] = this.metres(b)
    const [dx, dy] = [bx - ax, by - ay]
    const square = dx * dx + dy * dy
    const along = square ? Math.min(1, Math.max(0, ((px - ax) * dx + (py - ay) * dy) / square)) : 0
    const [x, y] = [ax + along * dx, ay + along * dy]
    return { distance: Math.hypot(px - x, py - y), at: this.degrees([x, y]), along }
  }
}
