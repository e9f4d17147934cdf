// refused-file.js: a refusal that drawing on does not mend: the right is gone, or the place. The drawing as a file.

import { saveFile } from '../../offline/export.js'
import { element } from '../../ui/dom.js'
import { button } from './controls.js'

const LOST = [403, 404, 409]
/** What the server says of land that is not in its reader's area any more. */
const GONE = ['unknown_parcel', 'unknown_feature']

/** Nodes for the panel, none after any other failure; `item()` is what the outbox would have kept (offline/export.js). */
export function fileOffer({ i18n: { gettext }, host }, { status, code, findings = [] }, item) {
  const isGone = [code, ...findings.map((one) => one.code)].some((one) => GONE.includes(one))
  if (!isGone && !LOST.includes(status)) return []
  const save = () => {
    saveFile({ made_at: Date.now(), ...item() })
    host.status(gettext('Saved in your downloads.'))
  }
  return [
    element('p', {}, gettext('The drawing stays on this device. As a file, it can be given to someone who may save it.')),
    element('p', {}, button(gettext('Save as GeoJSON file'), save, { id: 'editor-file' })),
  ]
}
