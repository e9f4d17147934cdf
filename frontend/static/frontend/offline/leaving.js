// leaving.js: signing out with things unsent: they stay on this device, but nobody sends them meanwhile.

import { element } from '../ui/dom.js'
import { gettext, interpolate, ngettext, number } from '../ui/i18n.js'
import { kindName } from './words.js'

const NAMED = 8

/** Whether the reader may go: nothing waits, or he says that he wants to all the same. */
export async function mayLeave(outbox) {
  const items = await outbox.unsent()
  return !items.length || ask(items)
}

function ask(items) {
  const count = items.length
  const title = interpolate(ngettext('%(count)s item is not sent yet', '%(count)s items are not sent yet', count), { count: number(count) })
  const named = items.slice(0, NAMED).map((item) => element('li', {}, `${kindName(item.kind)} ${item.title}`))
  const more = count > NAMED && element('li', {}, interpolate(gettext('and %(count)s more'), { count: number(count - NAMED) }))
  return new Promise((resolve) => {
    const end = (isSure) => () => { resolve(isSure); dialog.close() }
    const dialog = element(
      'dialog', { class: 'leaving', 'aria-labelledby': 'leaving-title' },
      element('h2', { id: 'leaving-title' }, title),
      element('ul', {}, ...named, more),
      element('p', {}, gettext('They stay on this device and are sent when you sign in here again. Nobody else sends them.')),
      element(
        'div', { class: 'leaving-buttons' },
        element('button', { class: 'button button-main', type: 'button', on: { click: end(false) } }, gettext('Stay')),
        element('a', { class: 'button', href: '/outbox' }, gettext('Open the outbox')),
        element('button', { class: 'button', type: 'button', on: { click: end(true) } }, gettext('Sign out all the same')),
      ),
    )
    dialog.addEventListener('close', () => { resolve(false); dialog.remove() })
    document.body.append(dialog)
    dialog.showModal()
  })
}
