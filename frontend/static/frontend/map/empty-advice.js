// empty-advice.js: when nothing matches: which filter hides most, and how to drop it.

import { gettext, interpolate, ngettext, number } from '../ui/i18n.js'
import { parcelFilter } from './query.js'
import { START } from '../ui/store.js'

const NAMES = {
  groups: () => gettext('the filter by state'),
  q: () => gettext('the search'),
  area: () => gettext('the chosen area'),
}

/** {title, text, actions} for an empty list: it asks what would be there without each filter. */
export async function emptyAdvice(store, api, states) {
  const used = Object.keys(NAMES).filter((name) => String(store.view[name]))
  if (!used.length) {
    return { title: gettext('No parcels in your area yet'), text: gettext('Draw the first one, or have a file imported.') }
  }
  const counts = await Promise.all(used.map((name) => countWithout(name, store, api, states)))
  const best = counts.indexOf(Math.max(...counts))
  return { title: gettext('No parcel matches'), text: sentence(used[best], counts[best]), actions: actionsOf(store, used, used[best]) }
}

async function countWithout(name, store, api, states) {
  const filter = parcelFilter({ ...store.view, [name]: START[name] }, states)
  try {
    return (await api.items('parcels', { ...filter, limit: 1, skipGeometry: true })).numberMatched ?? 10001
  } catch (problem) {
    if (problem.kind === 'signed-out') throw problem
    return 0
  }
}

function sentence(name, count) {
  if (!count) return gettext('The filters exclude each other.')
  const text = ngettext(
    'Without %(filter)s there would be %(count)s parcel.',
    'Without %(filter)s there would be %(count)s parcels.',
    count,
  )
  return interpolate(text, { filter: NAMES[name](), count: number(count) })
}

function actionsOf(store, used, best) {
  const drop = [interpolate(gettext('Drop %(filter)s'), { filter: NAMES[best]() }), () => store.set({ [best]: START[best] })]
  const all = [gettext('Clear everything'), () => store.set({ groups: START.groups, q: START.q, area: START.area })]
  return used.length > 1 ? [drop, all] : [drop]
}
