// take.js: an area taken along: its outline, parcels and zones in IndexedDB, for the service worker to answer from.

import { database } from './db.js'
import { DAY_MS } from './rules.js'

const PAGE = 500
/** Measured over the demonstration set; the true size is known afterwards. */
const BYTES = { parcels: 1900, zones: 1100 }
/** What is older is warned of: others have worked since. */
export const OLD_MS = 3 * DAY_MS

/** {parcels, zones, bytes}: how much an area is, before it is taken. */
export async function sizeOf(api, code) {
  const [parcels, zones] = await Promise.all(['parcels', 'zones'].map((name) => countOf(api, name, code)))
  return { parcels, zones, bytes: parcels * BYTES.parcels + zones * BYTES.zones }
}

async function countOf(api, name, code) {
  const { data } = await api.get(`/api/collections/${name}/items`, { tambon: code, limit: 1 })
  return data.numberMatched ?? 10_000
}

/** Take an area along for a user, or take it anew; `progress(part)` from 0 to 1. What was there stays until all of it is here. */
export async function take(api, user, code, progress) {
  const size = await sizeOf(api, code)
  const outline = await api.item('areas', code)
  let done = 0
  const tell = (count) => { done += count; progress(Math.min(1, done / (size.parcels + size.zones || 1))) }
  const parcels = await allOf(api, 'parcels', code, tell)
  const zones = await allOf(api, 'zones', code, tell)
  const bytes = JSON.stringify([outline, parcels, zones]).length
  await store(code, { code, user, outline, bytes, taken_at: Date.now(), parcels: parcels.length, zones: zones.length }, { parcels, zones })
  await navigator.storage?.persist?.()
}

async function allOf(api, name, code, tell) {
  const found = []
  let after = null
  do {
    const page = await api.items(name, { tambon: code, limit: PAGE, after })
    found.push(...page.features)
    tell(page.features.length)
    after = page.after
  } while (after)
  return found
}

async function store(code, about, features) {
  const db = await database()
  const tx = db.transaction(['taken', 'parcels', 'zones'], 'readwrite')
  for (const [name, rows] of Object.entries(features)) {
    await clear(tx.objectStore(name), code)
    for (const feature of rows) tx.objectStore(name).put({ id: feature.id, tambon: code, feature })
  }
  if (about) tx.objectStore('taken').put(about)
  else tx.objectStore('taken').delete(code)
  await tx.done
}

async function clear(rows, code) {
  for (const key of await rows.index('tambon').getAllKeys(code)) rows.delete(key)
}

/** Areas that are here: [{code, outline, bytes, taken_at, parcels, zones}]. */
export async function takenAreas() {
  return (await database()).getAll('taken')
}

/** Whoever signs in finds nothing of whoever was here before. */
export async function giveUpOthers(user) {
  const others = (await takenAreas()).filter((area) => area.user !== user)
  for (const { code } of others) await giveUp(code)
}

export function giveUp(code) {
  return store(code, null, { parcels: [], zones: [] })
}

/** {used, quota, isPersistent} of this site on this device, in bytes; nulls where the browser does not say. */
export async function room() {
  const { usage = null, quota = null } = (await navigator.storage?.estimate?.()) ?? {}
  return { used: usage, quota, isPersistent: (await navigator.storage?.persisted?.()) ?? false }
}
