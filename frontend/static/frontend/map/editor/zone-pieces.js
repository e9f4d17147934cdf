// zone-pieces.js: a parcel as a set of pieces that share nodes: zones (with a type) and parts without one. No DOM.
// A piece is {uid, type ('' = not zoned), polygon, depth_m, side_slope}. Border nodes are inserted in the pieces here; the parcel and its
// neighbours get them from the server when the zones are saved (GEOMETRY.md 0.8, 6).

import { polygonArea, polygonsOf } from '../../geometry/area.js'
import { Frame } from '../../geometry/frame.js'
import { insertInPolygon } from '../../geometry/insert.js'
import { differenceFaces, fitZone, unzoned } from '../../geometry/rest.js'
import { zoneFault } from '../../geometry/rules.js'
import { closeRing, roundPolygon } from '../../geometry/round.js'
import { GeometryRefusal, split } from '../../geometry/split.js'
import { newUid } from './identity.js'

/** The pieces of a parcel as the server has it: its planned zones and the rest. */
export function piecesOf(parcel, zones) {
  const zoned = zones.map(({ id, geometry, properties }) => (
    { uid: id, type: properties.zone_type, ...pondOf(properties), polygon: roundPolygon(geometry.coordinates) }))
  return withRest(parcel, zoned)
}

/** Depth and side slope of a zone or a piece; null is not known. */
export function pondOf({ depth_m = null, side_slope = null }) {
  return { depth_m, side_slope }
}

/** What the tool begins with: the pieces, and the one to cut first. */
export function freshState(parcel, zones) {
  const pieces = piecesOf(parcel, zones)
  return { points: [], pieces, mode: 'split', active: firstToCut(pieces) }
}

/** The largest free part, or the largest zone when all land is zoned. */
export function firstToCut(pieces) {
  const free = pieces.filter(({ type }) => !type)
  return (free.length ? free : pieces).toSorted((a, b) => polygonArea(b.polygon) - polygonArea(a.polygon))[0].uid
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

/**
 * Cut the chosen piece by a line, or the only other one that the line cuts; the largest part keeps the piece's name.
 *
 * Returns {pieces, cut: [uid of the parts]}. Throws GeometryRefusal about the chosen piece.
 */
export function cutPiece(pieces, chosen, line) {
  const first = tryCut(pieces.find(({ uid }) => uid === chosen), line)
  const others = first.refusal ? pieces.filter(({ uid }) => uid !== chosen).map((piece) => tryCut(piece, line)).filter(({ parts }) => parts) : []
  if (first.refusal && (others.length !== 1 || first.refusal.code !== 'line_does_not_cross')) throw first.refusal
  const { piece, parts, nodes } = first.refusal ? others[0] : first
  const [largest, ...rest] = parts.toSorted((a, b) => polygonArea(b) - polygonArea(a))
  const cut = [{ ...piece, polygon: largest }, ...rest.map((polygon) => ({ ...piece, uid: newUid(), polygon }))]
  return { cut: cut.map(({ uid }) => uid), pieces: pieces.flatMap((one) => (one === piece ? cut : [withNodes(one, nodes)])) }
}

function tryCut(piece, line) {
  try {
    const { pieces: parts, nodes } = split([piece.polygon], line)
    return { piece, parts, nodes }
  } catch (refusal) {
    if (!(refusal instanceof GeometryRefusal)) throw refusal
    return { piece, refusal }
  }
}

function withNodes(piece, nodes) {
  return { ...piece, polygon: insertInPolygon(piece.polygon, nodes, new Frame(piece.polygon[0][0])) }
}

/** Put a drawn zone of a type on land that is not zoned. Throws GeometryRefusal. */
export function addZone(parcel, pieces, points, type) {
  const zoned = pieces.filter((piece) => piece.type)
  const [drawn, whole, beside] = [[closeRing(points)], polygonsOf(parcel.geometry), zoned.map(({ polygon }) => polygon)]
  const fault = zoneFault([drawn], whole, beside)
  if (fault) throw Object.assign(new GeometryRefusal(fault.code, fault.at), fault.data)
  const { zone, others } = fitZone(drawn, whole, beside)
  const free = pieces.filter((piece) => !piece.type).flatMap(({ polygon }) => differenceFaces([polygon], [zone]))
  const kept = zoned.map((piece, i) => ({ ...piece, polygon: others[i] }))
  return [...kept, { uid: newUid(), type, polygon: zone }, ...free.map(unzonedPiece)]
}

/**
 * What saving must do against the zones that the server has: {deleted: [zone feature], changed: [piece], created: [piece]}.
 *
 * In this order no zone overlaps another on the way: a zone that takes land outside its old shape is made anew.
 */
export function changesOf(pieces, zones) {
  const zoned = pieces.filter(({ type }) => type)
  const byUid = new Map(zones.map((zone) => [zone.id, zone]))
  const staying = zoned.filter((piece) => byUid.has(piece.uid) && isWithin(piece, byUid.get(piece.uid)))
  return {
    deleted: zones.filter((zone) => !staying.some(({ uid }) => uid === zone.id)),
    changed: staying.filter((piece) => !isSame(piece, byUid.get(piece.uid))),
    created: zoned.filter((piece) => !staying.includes(piece)),
  }
}

function isSameShape({ polygon }, { geometry }) {
  return JSON.stringify(geometry.coordinates) === JSON.stringify(polygon)
}

function isSame(piece, zone) {
  const [before, now] = [pondOf(zone.properties), pondOf(piece)]
  const isSamePond = before.depth_m === now.depth_m && before.side_slope === now.side_slope
  return zone.properties.zone_type === piece.type && isSamePond && isSameShape(piece, zone)
}

function isWithin(piece, zone) {
  return isSameShape(piece, zone) || differenceFaces([piece.polygon], [zone.geometry.coordinates]).length === 0
}
