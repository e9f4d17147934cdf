// tools.js: the tools of the Looking panel, each in the card in the panel's place.

import { element, icon } from '../../ui/dom.js'
import { gettext } from '../../ui/i18n.js'
import { refuse } from '../rights.js'
import { CompareCard } from './compare/compare-card.js'
import { FilesCard } from './files/files-card.js'
import { MapTable } from '../table/table.js'
import { Measure } from './measure.js'
import { PrintDialog } from './print/print-dialog.js'
import { ShareCard } from './share.js'

/** [{name, words, iconName, open(world, card, onBack), needs: [action, kind]?}]. */
export function tools() {
  return [
    { name: 'measure', words: gettext('Measure'), iconName: 'ruler', open: (...given) => new Measure(...given) },
    { name: 'file', words: gettext('Own file'), iconName: 'upload', open: (...given) => new FilesCard(...given) },
    { name: 'compare', words: gettext('Compare two dates'), iconName: 'history', open: (...given) => new CompareCard(...given), needs: ['update', 'parcels'] },
    { name: 'print', words: gettext('Print to scale'), iconName: 'printer', open: (world, card) => printing(world, card) },
    { name: 'table', words: gettext('Table'), iconName: 'table', open: (world, card) => tabling(world, card) },
    { name: 'share', words: gettext('Share the view'), iconName: 'share-2', open: (...given) => new ShareCard(...given) },
  ]
}

/** The dialog takes the place of the card. */
function printing(world, card) {
  card.leave()
  return new PrintDialog(world)
}

/** The table stands under the map; opened again it closes. */
let table = null

function tabling(world, card) {
  card.leave()
  table?.close()
  table = new MapTable(world)
}

/** The tools as buttons; `open(tool)` opens one, `refused(words)` says why one does not. */
export function toolButtons(me, open, refused) {
  const one = (tool) => {
    const reason = whyNot(me, tool.needs)
    const node = makeButton(tool, () => (reason ? refused(reason) : open(tool)))
    refuse(node, reason)
    return node
  }
  return element('div', { class: 'looking-tools', role: 'group', 'aria-label': gettext('Tools') }, ...tools().map(one))
}

function whyNot(me, needs) {
  if (!needs || me.rights?.[needs[1]]?.includes(needs[0])) return ''
  return gettext('Your role may look at parcels but not change them. The amphoe officer can.')
}

function makeButton(tool, click) {
  return element('button', { class: 'looking-tool', type: 'button', 'data-looking': tool.name, on: { click } }, icon(tool.iconName), element('span', {}, tool.words))
}
