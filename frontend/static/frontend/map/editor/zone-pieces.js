// zone-pieces.js: a parcel as a set of pieces that share nodes: zones (with a type) and parts without one. No DOM.
// A piece is {uid, type ('' = not zoned), polygon}. Border nodes are inserted in the pieces, not in the parcel: that would
// raise the parcel's version for a change of nothing, and its neighbours would lack the node (GEOMETRY.md 0.8, 6).

import { polygonArea, polygonsOf } from '../../geometry/area.js'
import { Frame } from '../../geometry/frame.js'
import { insertInPolygon } from '../../geometry/insert.js'
import { differenceFaces, fitZone, unzoned } from '../../geometry/rest.js'
import { closeRing, roundPolygon } from '../../geometry/round.js'
import { split } from '../../geometry/split.js'
import { newUid } from './identity.js'

/** The pieces of a parcel as the server has it: its planned zones and the rest. */
export function piecesOf(parcel, zones) {
  const zoned = zones.map(({ id, geometry, properties }) => ({ uid: id, type: properties.zone_type, polygon: roundPolygon(geometry.coordinates) }))
  return withRest(parcel, zoned)
}

/** Zones with everything that they leave free, joined again. */
export function withRest(parcel, pieces) {
  const zoned = pieces.filter(({ type }) => type)
  const rest = unzoned(polygonsOf(parcel.geometry), zoned.map(({ polygon }) => polygon))
  return [...zoned, ...rest.map(unzonedPiece)]
}

function unzonedPiece(polygon) {
  return { uid: newUid(), type: '', polygon }
}

/** Cut one piece by a line; the largest part keeps the piece's name. Throws GeometryRefusal. */
export function cutPiece(pieces, uid, line) {
  const piece = pieces.find((one) => one.uid === uid)
  const { pieces: parts, nodes } = split([piece.polygon], line)
  const [largest, ...others] = parts.toSorted((a, b) => polygonArea(b) - polygonArea(a))
  const cut = [{ ...piece, polygon: largest }, ...others.map((polygon) => ({ ...piece, uid: newUid(), polygon }))]
  return pieces.flatMap((one) => (one.uid === uid ? cut : [withNodes(one, nodes)]))
}

function withNodes(piece, nodes) {
  return { ...piece, polygon: insertInPolygon(piece.polygon, nodes, new Frame(piece.polygon[0][0])) }
}

/** Put a drawn zone of a type on land that is not zoned. Throws GeometryRefusal. */
export function addZone(parcel, pieces, points, type) {
  const zoned = pieces.filter((piece) => piece.type)
  const { zone, others } = fitZone([closeRing(points)], polygonsOf(parcel.geometry), zoned.map(({ polygon }) => polygon))
  const free = pieces.filter((piece) => !piece.type).flatMap(({ polygon }) => differenceFaces([polygon], [zone]))
  const kept = zoned.map((piece, i) => ({ ...piece, polygon: others[i] }))
  return [...kept, { uid: newUid(), type, polygon: zone }, ...free.map(unzonedPiece)]
}

/** What saving must do: {stored: [piece], deleted: [zone feature]} against the zones that the server has. */
export function changesOf(pieces, zones) {
  const zoned = pieces.filter(({ type }) => type)
  const byUid = new Map(zones.map((zone) => [zone.id, zone]))
  const isSame = (piece, zone) => zone && zone.properties.zone_type === piece.type
    && JSON.stringify(zone.geometry.coordinates) === JSON.stringify(piece.polygon)
  return {
    stored: zoned.filter((piece) => !isSame(piece, byUid.get(piece.uid))),
    deleted: zones.filter((zone) => !zoned.some(({ uid }) => uid === zone.id)),
  }
}
