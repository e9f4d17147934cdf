// badge.js: how many items wait, and whether there is a network, in the header.

import { icon } from '../ui/dom.js'
import { gettext, interpolate, ngettext, number } from '../ui/i18n.js'

export class Badge {
  #node = document.getElementById('outbox-link')
  #outbox
  #isOut = false

  constructor(outbox, sender) {
    this.#outbox = outbox
    outbox.events.addEventListener('change', () => this.show())
    for (const name of ['online', 'offline']) addEventListener(name, () => this.show())
    const signed = (isOut) => () => { this.#isOut = isOut; this.show() }
    sender.events.addEventListener('signed-out', signed(true))
    sender.events.addEventListener('signed-in', signed(false))
  }

  async show() {
    if (!this.#node) return
    const items = await this.#outbox.unsentIfKept()
    const bad = items.filter(({ state }) => ['conflict', 'refused'].includes(state)).length
    const [glyph, words, look] = this.#say(items.length, bad)
    this.#node.hidden = !words
    this.#node.dataset.look = look
    const count = items.length ? [Object.assign(document.createElement('b'), { textContent: number(items.length) })] : []
    const text = Object.assign(document.createElement('span'), { className: 'outbox-words', textContent: words })
    this.#node.replaceChildren(icon(glyph), ...count, text)
    this.#node.setAttribute('aria-label', words)
  }

  #say(count, bad) {
    const waiting = interpolate(ngettext('%(count)s item waits', '%(count)s items wait', count), { count: number(count) })
    if (bad) return ['circle-alert', interpolate(ngettext('%(count)s item needs you', '%(count)s items need you', bad), { count: number(bad) }), 'bad']
    if (count && this.#isOut) return ['log-out', gettext('Sign in to send'), 'bad']
    if (!navigator.onLine) return ['cloud-off', count ? `${gettext('No network')} · ${waiting}` : gettext('No network'), 'off']
    return count ? ['cloud-upload', waiting, 'wait'] : ['cloud-upload', '', 'none']
  }
}
