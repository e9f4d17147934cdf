// stages.js: zones as planned and as built. They lie over each other, so one of the two is shown, and drawn, at a time.

export const PLANNED = 'PLANNED'
export const BUILT = 'BUILT'
/** No stage of a zone: what was built, with the plan over it. */
export const BOTH = 'BOTH'
/** The states of a parcel in which something can have been built (DOMAIN.md I13). */
const BUILDING = ['DEVELOPING', 'ACCEPTED', 'DECLARED']

export function mayBeBuilt({ properties }) {
  return BUILDING.includes(properties.state)
}

/** Whether the reader has a choice between the two. */
export function hasBoth(parcel, zones) {
  return mayBeBuilt(parcel) || ofStage(zones, BUILT).length > 0
}

/** The choices that the reader has: the plan and what was built, and both as soon as there are both. */
export function choicesOf(zones) {
  const areBoth = [PLANNED, BUILT].every((stage) => ofStage(zones, stage).length > 0)
  return areBoth ? [PLANNED, BUILT, BOTH] : [PLANNED, BUILT]
}

/** What is there counts more than what was meant to be. */
export function firstStage(zones) {
  return ofStage(zones, BUILT).length ? BUILT : PLANNED
}

/** Zones of many parcels, of one stage in each: what was built where anything was. A tile tells of zones outside it. */
export function shownZones(zones) {
  const isBuilt = ({ properties: { stage, parcel_built: isKnown } }) => stage === BUILT || isKnown === 1
  const built = new Set(zones.filter(isBuilt).map(({ properties }) => properties.parcel))
  return zones.filter(({ properties: { stage, parcel } }) => (stage === BUILT) === built.has(parcel))
}

export function ofStage(zones, stage) {
  return zones.filter(({ properties }) => properties.stage === stage)
}
