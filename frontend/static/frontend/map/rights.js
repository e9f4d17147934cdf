// rights.js: what the reader may do, with the reason where not. A refused action stays visible (SCREENS.md).

import { gettext } from '../ui/i18n.js'

/** '' when `me` may do it, else the reason in words. */
export function whyNot(me, action, kind) {
  if (me.rights?.[kind]?.includes(action)) return ''
  return {
    parcels: gettext('Your role may look at parcels but not change them. The amphoe officer can.'),
    zones: gettext('Your role may look at zones but not draw them. The amphoe officer can.'),
  }[kind]
}

/** Why a tool cannot start now; '' when it can. `selected` is the selected parcel or null. */
export function whyNoTool(me, tool, selected) {
  if (tool === 'parcel') return whyNot(me, 'create', 'parcels')
  const reason = tool === 'edit' ? whyNot(me, 'update', 'parcels') : whyNot(me, 'create', 'zones')
  if (reason) return reason
  if (!selected) return gettext('Choose a parcel first.')
  if (tool === 'zone' && !selected.geometry) return gettext('Draw the parcel first: zones lie inside it.')
  return ''
}

/** Grey a button and say why, or make it usable. It stays in reach of keyboard and screen reader. */
export function refuse(button, reason) {
  if (reason) button.setAttribute('aria-disabled', 'true')
  else button.removeAttribute('aria-disabled')
  button.title = reason
}
