// empty.js: nothing matches: which filter removes most, and the offer to drop it.

import { emptyBox } from '../../ui/boxes.js'
import { gettext, interpolate, ngettext, number } from '../../ui/i18n.js'
import { filterOf, START } from './view.js'

/** A box for an empty list. It asks what would be there without each filter. */
export async function emptyList(filters, view, api) {
  const { used } = filters
  if (!used.length) return emptyBox(gettext('No applications in your area yet'), gettext('Register the first one with the button above.'))
  const counts = await Promise.all(used.map(({ part }) => countWithout(part, view.now, api)))
  const best = counts.indexOf(Math.max(...counts))
  const drop = [interpolate(gettext('Drop “%(filter)s”'), { filter: used[best].label }), () => filters.drop(used[best].part)]
  const all = [gettext('Clear everything'), () => view.set({ ...START, sort: view.now.sort })]
  return emptyBox(gettext('No application matches'), wordsOf(used[best].label, counts[best]), used.length > 1 ? [drop, all] : [drop])
}

async function countWithout(part, now, api) {
  try {
    const { data } = await api.get('/api/applications', { ...filterOf({ ...now, [part]: START[part] }), limit: 1 })
    return data.numberMatched ?? Infinity
  } catch (problem) {
    if (!problem.kind || problem.kind === 'signed-out') throw problem
    return 0
  }
}

function wordsOf(filter, count) {
  if (!count) return gettext('The filters exclude each other.')
  if (count === Infinity) return interpolate(gettext('Without “%(filter)s” there would be more than 10,000 applications.'), { filter })
  const words = ngettext(
    'Without “%(filter)s” there would be %(count)s application.',
    'Without “%(filter)s” there would be %(count)s applications.',
    count,
  )
  return interpolate(words, { filter, count: number(count) })
}
