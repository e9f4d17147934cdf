// content.js: what lies on the ground of a sheet, from the API and from the base map.

import { shownZones } from '../../../ui/stages.js'
import { parcelFilter } from '../../query.js'
import { lacksOf, lookOf } from '../looks.js'
import { boxOf, geometryBox } from '../../shapes.js'
import { baseImages } from './base-images.js'

/** More shapes than this make no sheet that can be read. */
export const MOST = 5000
const PAGE = 1000

/** Everything drawMap needs; `more` is how many parcels are left out (Infinity: nobody counted). */
export async function loadContent(world, ground, signal) {
  const { store, states, backdrop, api } = world
  const { view } = store
  const look = lookOf(view, world)
  const all = (collection, params, box = ground.box) => loadAll(api, collection, { ...params, bbox: boxText(box) }, signal)
  const hasZones = look.hasZones || look.name === 'lacks'
  const [land, areas, base] = await Promise.all([
    all('parcels', parcelFilter(view, states)).then((parcels) => withZones(parcels, ground.box, hasZones && ((box) => all('zones', {}, box)))),
    view.hidden.includes('outlines') ? { features: [] } : all('areas', { level: 'TAMBON' }),
    baseImages(view.base, ground, signal),
  ])
  const shown = backdrop.layers.filter(({ isOn }) => isOn).flatMap(({ features }) => features)
  return { ...land, areas: areas.features.filter(({ geometry }) => geometry), backdrop: shown, base, look, hidden: view.hidden }
}

/** The parcels that are drawn, with their zones also where these lie off the sheet: those as built decide what is shown. */
async function withZones({ features, more }, sheet, loadZones) {
  const parcels = features.filter(({ geometry }) => geometry)
  const { features: found } = loadZones && parcels.length ? await loadZones(wholeBox(parcels)) : { features: [] }
  const zoned = new Set(found.map(({ properties }) => properties.parcel))
  for (const { id, properties } of parcels) properties.lacks = lacksOf(properties, zoned.has(id))
  const drawn = new Set(parcels.map(({ id }) => id))
  const isOn = ({ properties, geometry }) => drawn.has(properties.parcel) && doMeet(geometryBox(geometry), sheet)
  return { parcels, zones: shownZones(found).filter(isOn), more }
}

function doMeet(one, other) {
  return one.west <= other.east && one.east >= other.west && one.south <= other.north && one.north >= other.south
}

function wholeBox(parcels) {
  const boxes = parcels.map(({ geometry }) => geometryBox(geometry))
  return boxOf(boxes.flatMap(({ west, south, east, north }) => [[west, south], [east, north]]))
}

function boxText({ west, south, east, north }) {
  return [west, south, east, north].map((n) => n.toFixed(6)).join(',')
}

/** Page by page, up to MOST. */
async function loadAll(api, collection, params, signal) {
  const features = []
  let after = null
  let all = 0
  do {
    const page = await api.items(collection, { ...params, limit: PAGE, after }, { signal })
    features.push(...page.features)
    all = page.numberMatched ?? Infinity
    after = page.after
  } while (after && features.length < MOST)
  return { features, more: after ? all - features.length : 0 }
}
