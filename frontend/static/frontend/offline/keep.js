// keep.js: send now, or keep for later: the one door through which pages store what may be made without a network.

import { isUnreachable, shareRow } from './rules.js'
import { PARCELS } from './shapes.js'

/**
 * Send by `send(headers)`; what cannot be sent is kept. → {data, etag, status} or {isKept: true, item}
 *
 * `about`: {row, kind, title, method, path, params, body, blob, ifMatch, base} (rules.js); `id` is the key of this try:
 * the server may have stored it although no answer came. Behind something of its rows that waits, it waits too.
 */
export async function sendOrKeep(outbox, about, send) {
  const mended = await mendedNew(outbox, about)
  if (mended) return { isKept: true, item: mended }
  if (await waits(outbox, about)) return { isKept: true, item: await outbox.add(about) }
  try {
    return await send({ 'Idempotency-Key': about.id })
  } catch (problem) {
    if (!problem.kind || !isUnreachable(problem)) throw problem
    return { isKept: true, item: await kept(outbox, about, problem) }
  }
}

/**
 * A new parcel that was not taken goes again with a change that is made of it: behind it, the change would wait for ever.
 * Null when there is none, or more than that waits.
 */
async function mendedNew(outbox, { method, row, body, at }) {
  if (method !== 'PATCH') return null
  const [item, ...more] = (await outbox.unsentIfKept()).filter((one) => shareRow(one, { row }))
  const isNew = item?.state === 'refused' && item.method === 'POST' && item.path === PARCELS
  if (!isNew || more.length) return null
  const { geometry, properties } = item.body
  await outbox.renew(item, { at, body: { ...item.body, geometry: body.geometry ?? geometry, properties: { ...properties, ...body.properties } } })
  return item
}

/** Where this browser keeps nothing, the first failure is what counts. */
async function kept(outbox, about, problem) {
  try {
    return await outbox.add(about)
  } catch (error) {
    if (error instanceof DOMException) throw problem
    throw error
  }
}

async function waits(outbox, about) {
  try {
    return await outbox.hasWaiting(about)
  } catch (error) {
    if (error instanceof DOMException) return false
    throw error
  }
}
