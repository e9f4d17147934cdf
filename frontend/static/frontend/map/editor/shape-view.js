// shape-view.js: how a shape looks while it is edited: its area, what it overlaps, the rules it breaks, and the neighbours
// that move along.

import { multiPolygonArea, polygonArea } from '../../geometry/area.js'
import { polygonCrossings } from '../../geometry/crossing.js'
import { labelPoint } from '../../geometry/polygonize.js'
import { overlapFaces } from '../../geometry/rest.js'
import { overlapFault, shapeFault, sizeAdvice } from '../../geometry/rules.js'
import { rai } from '../../geometry/units.js'
import { areaWords } from '../../ui/area-words.js'
import { findingList, findingMarks, foundHere } from './findings.js'

/** Land that nobody may draw over (I4): the server refuses it. */
const APPROVED = ['APPROVED', 'DEVELOPING', 'ACCEPTED', 'DECLARED']

export class ShapeView {
  #tool

  constructor(tool) {
    this.#tool = tool
  }

  /** Show a shape between its neighbours; a crossing border is red. `marks` are the server's findings, else those of the rules here. */
  show(polygons, neighbours, marks = []) {
    const isCrossing = polygonCrossings(polygons).length > 0
    const overlaps = isCrossing ? [] : neighbours.flatMap((one) => overlapFaces(polygons, one.polygons))
    const { world } = this.#tool
    const findings = foundHere(world, faultsOf(polygons, neighbours))
    const moved = neighbours.filter(({ was, polygons: now }) => was && was !== now).flatMap((one) => one.polygons)
    this.#tool.sketch.show({
      areas: [
        ...moved.map((rings) => ({ rings, className: 'editor-neighbour' })),
        ...polygons.map((rings) => ({ rings, className: isCrossing ? 'editor-shape editor-refused' : 'editor-shape' })),
        ...overlaps.map((rings) => ({ rings, className: 'editor-overlap' })),
      ],
      labels: overlaps.map((rings) => ({ at: labelPoint(rings), lines: [rai(polygonArea(rings)).text], className: 'editor-label-red' })),
      marks: marks.length ? marks : findingMarks({ findings }),
    })
    this.#tool.panel.area(multiPolygonArea(polygons), this.#deedWords(polygons), this.#overlapWords(overlaps), findings.length && findingList(world, findings))
  }

  #overlapWords(overlaps) {
    const { gettext, interpolate } = this.#tool.world.i18n
    const area = areaWords(multiPolygonArea(overlaps))
    return overlaps.length ? interpolate(gettext('Overlaps its neighbours by %(area)s'), { area }, true) : ''
  }

  #deedWords(polygons) {
    const { gettext, interpolate } = this.#tool.world.i18n
    const properties = this.#tool.base?.properties
    const deed = properties?.area_deed_m2
    if (!deed) return ''
    const difference = multiPolygonArea(polygons) - deed
    const holes = { deed: properties.area_deed.text, sign: difference < 0 ? '−' : '+', difference: areaWords(Math.abs(difference)) }
    return interpolate(gettext('Deed %(deed)s, difference %(sign)s%(difference)s'), holes, true)
  }
}

/** What the server would say of a shape, as far as it can be known here: what it refuses, then what it wonders at. */
function faultsOf(polygons, neighbours) {
  const broken = shapeFault(polygons)
  if (broken) return [broken]
  const m2 = multiPolygonArea(polygons)
  const advice = sizeAdvice(m2)
  const approved = neighbours.filter(({ state }) => APPROVED.includes(state))
  const overlaps = approved.map((one) => overlapFault(polygons, [one.polygons])).filter(Boolean)
  return advice ? [...overlaps, { code: advice, at: null, data: { m2 } }] : overlaps
}
