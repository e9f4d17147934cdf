// rights.js: what the reader may do, with the reason where not. A refused action stays visible (SCREENS.md).

import { gettext } from '../ui/i18n.js'

/** What a tool does, and the sentence for those whose role may not. */
const NEEDS = {
  parcel: ['create', 'parcels', () => gettext('Your role may not draw new parcels. The amphoe officer can.')],
  edit: ['update', 'parcels', () => gettext('Your role may look at parcels but not change them. The amphoe officer can.')],
  split: ['create', 'parcels', () => gettext('Your role may not split parcels. The amphoe officer can.')],
  merge: ['delete', 'parcels', () => gettext('Your role may not merge parcels. The amphoe officer can.')],
  zone: ['create', 'zones', () => gettext('Your role may look at zones but not draw them. The amphoe officer can.')],
}

/** Why a tool cannot start now; '' when it can. `selected` is the selected parcel or null. */
export function whyNoTool(me, tool, selected) {
  const [action, kind, refusal] = NEEDS[tool]
  if (!me.rights?.[kind]?.includes(action)) return refusal()
  if (tool === 'parcel') return ''
  if (!selected) return gettext('Choose a parcel first.')
  if (tool === 'zone' && !selected.geometry) return gettext('Draw the parcel first: zones lie inside it.')
  if (['split', 'merge'].includes(tool) && !selected.geometry) return gettext('Draw the parcel first.')
  return ''
}

/** Grey a button and say why, or make it usable. It stays in reach of keyboard and screen reader. */
export function refuse(button, reason) {
  if (reason) button.setAttribute('aria-disabled', 'true')
  else button.removeAttribute('aria-disabled')
  button.title = reason
}
