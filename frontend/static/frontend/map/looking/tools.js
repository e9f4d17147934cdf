// tools.js: the tools of the Looking panel, each in the card in the panel's place.

import { element, icon } from '../../ui/dom.js'
import { gettext } from '../../ui/i18n.js'
import { Measure } from './measure.js'

/** [{name, words, iconName, open(world, card, onBack)}]. */
export function tools() {
  return [
    { name: 'measure', words: gettext('Measure'), iconName: 'ruler', open: (...given) => new Measure(...given) },
  ]
}

/** The tools as buttons; `open(tool)` opens one. */
export function toolButtons(open) {
  const one = (tool) => element('button', { class: 'looking-tool', type: 'button', 'data-looking': tool.name, on: { click: () => open(tool) } }, icon(tool.iconName), element('span', {}, tool.words))
  return element('div', { class: 'looking-tools', role: 'group', 'aria-label': gettext('Tools') }, ...tools().map(one))
}
