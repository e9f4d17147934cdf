// looks.js: by what the map is coloured: which class a parcel belongs to, how a class looks and what it is called.

import { gettext, pick } from '../../ui/i18n.js'
import { groupName } from '../../ui/states.js'
import { GROUPS } from '../../ui/store.js'
import { classStyle, stateStyle } from '../styles.js'

/** What is drawn later lies over what is drawn before. */
const STATE_ORDER = ['none', 'closed', 'draft', 'process', 'approved', 'done', 'returned']
const UNKNOWN = 'class-9'
/** As many classes have a colour of their own (tokens.css); a code beyond them is drawn as not known. */
const COLOURS = 8
const MOST_LACKING = 3

/** The bits of `lacks` in a tile (api/tiles/layers.py) in the order of their value. */
const FACTS = ['village', 'land', 'joined', 'deed', 'zones']

/** What each choice is called. */
export function lookNames() {
  return {
    state: gettext('State'),
    zone: gettext('Zone'),
    model: gettext('Model'),
    land: gettext('Land class'),
    lacks: gettext('Completeness'),
  }
}

/**
 * The look of a choice: {name, hasZones, order: keys, keyOf(properties), style(key, isEmptied), legend: [{key, words}]}.
 *
 * `fill` is the opacity of fills in per cent.
 */
export function lookOf({ colour, fill }, { states, codes }) {
  const look = MAKERS[colour]?.(codes) ?? byState(states)
  const style = (key, isEmptied) => faded(look.style(key, isEmptied), fill)
  return { ...look, name: colour, fill, hasZones: colour === 'zone', style }
}

function faded(style, fill) {
  return { ...style, fillOpacity: (style.fillOpacity * fill) / 100 }
}

function byState(states) {
  return {
    order: STATE_ORDER,
    keyOf: ({ state }) => states.groupOf(state),
    style: stateStyle,
    legend: GROUPS.map((key) => ({ key, words: groupName(key) })),
  }
}

const MAKERS = {
  model: ({ plot_model: rows }) => byCode(rows, 'model'),
  land: ({ land_class: rows }) => byCode(rows.filter(({ code }) => code !== 'UNKNOWN'), 'land_class'),
  lacks: () => byLacks(),
}

function byCode(rows, property) {
  const keys = new Map(rows.slice(0, COLOURS).map(({ code }, i) => [code, `class-${i + 1}`]))
  const legend = rows.slice(0, COLOURS).map((row) => ({ key: keys.get(row.code), words: pick(row, 'name') }))
  return {
    order: [UNKNOWN, ...keys.values()],
    keyOf: (properties) => keys.get(properties[property]) ?? UNKNOWN,
    style: classStyle,
    legend: [...legend, { key: UNKNOWN, words: gettext('Not known') }],
  }
}

function byLacks() {
  const words = [gettext('Nothing is missing'), gettext('1 fact is missing'), gettext('2 facts are missing'), gettext('3 and more are missing')]
  return {
    order: words.map((_, i) => `lack-${i}`),
    keyOf: ({ lacks = 0 }) => `lack-${Math.min(MOST_LACKING, missing(lacks))}`,
    style: classStyle,
    legend: words.map((text, i) => ({ key: `lack-${i}`, words: text })),
    note: gettext('Village, land class, joined area as measured, land document, zones.'),
  }
}

/** How many facts the bits say are missing. */
function missing(lacks) {
  return FACTS.filter((_, bit) => lacks & (1 << bit)).length
}

/** The bits of a feature of the API, which has the facts themselves. */
export function lacksOf({ village_code: village, land_class: land, joined_area_m2: joined, joined_is_estimate: isEstimate, area_deed_m2: deed }, hasZones) {
  const facts = { village, land: land !== 'UNKNOWN', joined: Number(joined) > 0 && !isEstimate, deed, zones: hasZones }
  return FACTS.reduce((bits, fact, bit) => bits | (facts[fact] ? 0 : 1 << bit), 0)
}
