// styles.js: the colours of the map, read from tokens.css: scripts hold no colour of their own.

const tokens = getComputedStyle(document.documentElement)

export function token(name) {
  return tokens.getPropertyValue(`--${name}`).trim()
}

const WEIGHTS = { none: 1, returned: 2.4 }
const DASHES = { draft: '5 4', closed: '1 4' }
const TRANSLUCENT = { none: 0.55, closed: 0.55 }

/** The look of a parcel by its group of states. `isEmptied`: something else owns the fill. */
export function stateStyle(group, isEmptied = false) {
  return {
    color: token(`state-${group}-line`),
    weight: WEIGHTS[group] ?? 2,
    dashArray: DASHES[group] ?? null,
    fillColor: isEmptied ? token('map-casing') : token(`state-${group}-fill`),
    fillOpacity: isEmptied ? 1 : (TRANSLUCENT[group] ?? 1),
    opacity: 1,
  }
}

/** The look of a class of another colour mode, as class-3 or lack-0 of tokens.css. */
export function classStyle(key, isEmptied = false) {
  return {
    color: token(`${key}-line`),
    weight: 1.6,
    dashArray: null,
    fillColor: isEmptied ? token('map-casing') : token(`${key}-fill`),
    fillOpacity: isEmptied ? 1 : 0.9,
    opacity: 1,
  }
}

const ZONE_NAMES = { MOUND: 'mound', WATER: 'water', PADDY: 'paddy', LIVING: 'living', NONE: 'none' }

export function zoneStyle(group) {
  return {
    color: token('map-casing'),
    weight: 1.5,
    fillColor: token(`zone-${ZONE_NAMES[group] ?? 'none'}-fill`),
    fillOpacity: 1,
  }
}

/** Whether words on a zone's fill must be dark. */
export function isLightZone(group) {
  return group === 'PADDY' || group === 'NONE'
}

/** The class of a zone group's swatch. */
export function zoneClass(group) {
  return { MOUND: 'is-mound', WATER: 'is-water', PADDY: 'is-paddy', LIVING: 'is-living', NONE: 'is-outside', UNZONED: 'is-unzoned' }[group]
}
