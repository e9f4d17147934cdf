// zone-modes.js: the ways to make a zone: cut, draw, or lay a standard design.

import { element } from '../../ui/dom.js'
import { button, field } from './controls.js'
import { typeSelect } from './zone-list.js'
import { withRest } from './zone-pieces.js'

/** The switch between the ways, and what joins the free parts. `tool` is a ZoneTool. */
export function modeSwitch(tool) {
  const { gettext } = tool.world.i18n
  const ways = [['split', gettext('Cut with a line')], ['draw', gettext('Draw a zone')], ['design', gettext('Standard design')]]
  const switches = ways.map(([mode, words]) => button(words, () => tool.commit({ mode, points: [] }), {
    id: `editor-mode-${mode}`, 'aria-pressed': String(tool.state.mode === mode),
  }))
  const choice = { class: 'editor-switch', role: 'group', 'aria-label': gettext('How to make a zone') }
  return element('div', choice, ...switches, tool.state.mode !== 'design' && joinButton(tool))
}

function joinButton(tool) {
  const { pieces } = tool.state
  if (pieces.filter(({ type }) => !type).length < 2) return null
  const join = () => tool.setPieces(withRest(tool.base.parcel, pieces))
  return button(tool.world.i18n.gettext('Join the free parts'), join, { id: 'editor-join', kind: 'quiet' })
}

/** What a drawn zone becomes. */
export function newType(tool) {
  const { type } = tool.state
  const choice = typeSelect(tool.world, 'editor-new-type', type, (next) => tool.amend({ type: next || type }))
  return field(tool.world.i18n.gettext('Zone type'), choice)
}
