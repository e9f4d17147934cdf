// db.js: what this device keeps, in one IndexedDB. The service worker reads it too, but never makes it (worker.js).

import { openDB } from '../../vendor/idb/idb.js'

export const NAME = 'plaeng'
export const VERSION = 1
let opened = null
let isAsked = false

/** The database, opened once. Rejects where the browser keeps nothing (a private window of some). */
export function database() {
  opened ??= openDB(NAME, VERSION, { upgrade, terminated: forget }).catch((error) => {
    forget()
    throw error
  })
  return opened
}

/** What was made here and is nowhere else is not to be cleared when the device is full: the browser is asked once a page. */
export function askToKeep() {
  if (isAsked) return
  isAsked = true
  navigator.storage?.persist?.().catch(() => null) // it refuses: the outbox says what may happen
}

function forget() {
  opened = null
}

function upgrade(db) {
  const outbox = db.createObjectStore('outbox', { keyPath: 'seq', autoIncrement: true })
  outbox.createIndex('id', 'id', { unique: true })
  db.createObjectStore('taken', { keyPath: 'code' })
  for (const name of ['parcels', 'zones']) db.createObjectStore(name, { keyPath: 'id' }).createIndex('tambon', 'tambon')
  db.createObjectStore('fixes', { keyPath: 'n', autoIncrement: true }).createIndex('walk', 'walk')
}
