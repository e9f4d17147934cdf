// saved-line.js: one line that says where what was typed is now: on this device or on the server.

import { element, icon } from '../../ui/dom.js'
import { gettext, interpolate } from '../../ui/i18n.js'

export class SavedLine {
  node = element('p', { class: 'flow-saved', role: 'status' })
  #flow
  #said = ''

  constructor(flow) {
    this.#flow = flow
  }

  show() {
    const [look, glyph, words] = this.#words()
    if (words === this.#said) return
    this.#said = words
    this.node.dataset.look = look
    this.node.replaceChildren(icon(glyph), words)
  }

  #words() {
    const { records } = this.#flow
    const isAny = (...states) => records.some(({ state }) => states.includes(state))
    if (records.some(({ isKept }) => isKept === false)) return ['bad', 'triangle-alert', gettext('This browser does not let us keep anything. Do not close the page before it is saved.')]
    if (isAny('stale')) return ['bad', 'triangle-alert', gettext('A colleague was faster. Choose what is right; yours is kept on this device.')]
    if (isAny('offline')) return ['wait', 'cloud-off', gettext('Kept on this device, waiting for the network')]
    if (isAny('refused')) return ['bad', 'circle-alert', gettext('Kept on this device; the server does not take it as it is')]
    if (isAny('sending', 'device')) return ['wait', 'upload', gettext('Kept on this device, being saved…')]
    if (isAny('incomplete')) return ['wait', 'pencil', gettext('Kept on this device; it is saved on the server once the required fields are filled in')]
    const times = records.map(({ savedAt }) => savedAt).filter(Boolean)
    if (!times.length) return ['good', 'check', this.#flow.isStored ? gettext('Everything is saved') : gettext('Whatever you type is kept')]
    const time = new Date(Math.max(...times)).toTimeString().slice(0, 5)
    return ['good', 'check', interpolate(gettext('Draft saved on the server at %(time)s'), { time })]
  }
}
