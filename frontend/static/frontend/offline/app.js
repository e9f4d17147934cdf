// app.js: what every page with a header has of working offline: the service worker, the sender, and what the header says.

import { element, icon } from '../ui/dom.js'
import { gettext } from '../ui/i18n.js'
import { Badge } from './badge.js'
import { Outbox } from './outbox.js'
import { Sender } from './sender.js'
import { giveUpOthers } from './take.js'

/** Begin to send what waits. Gives the outbox, or null where this browser keeps nothing. */
export function startOffline(me) {
  if ('serviceWorker' in navigator) whenIdle(registerWorker)
  if (!globalThis.indexedDB) return null
  const outbox = new Outbox(me.username)
  const sender = new Sender(outbox)
  new Badge(outbox, sender).show()
  sender.run()
  whenIdle(() => giveUpOthers(me.username))
  return outbox
}

/** What is only needed later does not compete with the map. */
function whenIdle(work) {
  if (globalThis.requestIdleCallback) requestIdleCallback(work, { timeout: 5000 })
  else setTimeout(work, 1000)
}

/** A new release waits until somebody asks for it, or all pages of the old one are closed: the two are never mixed. */
async function registerWorker() {
  const registration = await navigator.serviceWorker.register('/service-worker.js', { updateViaCache: 'none' }).catch(() => null)
  if (!registration) return // this browser has none, or wants none here: pages work with the network only
  const offer = () => registration.waiting && navigator.serviceWorker.controller && offerRelease(registration.waiting)
  offer()
  registration.addEventListener('updatefound', () => {
    registration.installing.addEventListener('statechange', offer)
  })
}

function offerRelease(worker) {
  if (document.getElementById('release')) return
  const take = () => {
    navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true })
    worker.postMessage('take-over')
  }
  const later = () => note.remove()
  const note = element(
    'div', { class: 'release', id: 'release', role: 'status' },
    icon('refresh-cw'), element('span', {}, gettext('A new version of Plaeng is here.')),
    element('button', { class: 'button button-main', type: 'button', on: { click: take } }, gettext('Use it now')),
    element('button', { class: 'button', type: 'button', on: { click: later } }, gettext('Later')),
  )
  document.body.append(note)
}
