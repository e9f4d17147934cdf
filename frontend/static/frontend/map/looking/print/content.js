// content.js: what lies on the ground of a sheet, from the API and from the base map.

import { parcelFilter } from '../../query.js'
import { lacksOf, lookOf } from '../looks.js'
import { baseImages } from './base-images.js'

/** More shapes than this make no sheet that can be read. */
export const MOST = 5000
const PAGE = 1000

/** Everything drawMap needs; `more` is how many parcels are left out (Infinity: nobody counted). */
export async function loadContent(world, ground, signal) {
  const { store, states, backdrop, api } = world
  const { view } = store
  const look = lookOf(view, world)
  const bbox = boxText(ground.box)
  const all = (collection, params) => loadAll(api, collection, { ...params, bbox }, signal)
  const [parcels, zones, areas, images] = await Promise.all([
    all('parcels', parcelFilter(view, states)),
    look.hasZones || look.name === 'lacks' ? all('zones', {}) : { features: [] },
    view.hidden.includes('outlines') ? { features: [] } : all('areas', { level: 'TAMBON' }),
    baseImages(view.base, ground, signal),
  ])
  const drawn = parcels.features.filter(({ geometry }) => geometry)
  const zoned = new Set(zones.features.map(({ properties }) => properties.parcel))
  for (const { id, properties } of drawn) properties.lacks = lacksOf(properties, zoned.has(id))
  const shown = backdrop.layers.filter(({ isOn }) => isOn).flatMap(({ features }) => features)
  return { parcels: drawn, zones: zones.features, areas: areas.features.filter(({ geometry }) => geometry), backdrop: shown, images, look, hidden: view.hidden, more: parcels.more }
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
