// legend.js: what the colours mean.

import { element, icon } from '../ui/dom.js'
import { pick } from '../ui/i18n.js'
import { groupIcon, groupName } from '../ui/states.js'
import { GROUPS } from '../ui/store.js'
import { lookNames } from './looking/looks.js'
import { zoneClass } from './styles.js'

/** Fill the legend; it starts open where there is room. `groups`: rows of the code list zone_group. */
export function showLegend(groups) {
  document.getElementById('legend').open = matchMedia('(min-width: 761px)').matches
  document.getElementById('legend-states').replaceChildren(...GROUPS.map(stateEntry))
  document.getElementById('legend-zones').replaceChildren(...groups.map(zoneEntry))
}

/** Colours of another kind than states and zones take their place in the legend. */
export function showClasses({ name, legend, note = '' }) {
  const isOther = !['state', 'zone'].includes(name)
  const node = document.getElementById('legend-classes')
  node.hidden = !isOther
  for (const list of document.querySelectorAll('#legend-states, #legend-zones')) list.parentElement.hidden = isOther
  const title = element('h3', {}, lookNames()[name])
  const entries = legend.map(({ key, words }) => element('li', {}, swatch(`is-${key}`), words))
  node.replaceChildren(...(isOther ? [title, element('ul', {}, ...entries), note && element('p', { class: 'legend-note' }, note)].filter(Boolean) : []))
}

function stateEntry(group) {
  return element('li', { class: `legend-state is-${group}` }, swatch(`is-${group}`), groupName(group), icon(groupIcon(group)))
}

function zoneEntry(row) {
  return element('li', {}, swatch(zoneClass(row.code)), pick(row, 'name'))
}

function swatch(className) {
  return element('i', { class: `swatch ${className}`, 'aria-hidden': 'true' })
}
