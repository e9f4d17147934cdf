// keep.js: send now, or keep for later: the one door through which pages store what may be made without a network.

import { isUnreachable } from './rules.js'

/**
 * Send by `send(headers)`; what cannot be sent is kept. → {data, etag, status} or {isKept: true, item}
 *
 * `about`: {row, kind, title, method, path, params, body, blob, ifMatch, base} (rules.js); `id` is the key of this try:
 * the server may have stored it although no answer came. Behind something of its row that waits, it waits too.
 */
export async function sendOrKeep(outbox, about, send) {
  if (await waits(outbox, about.row)) return { isKept: true, item: await outbox.add(about) }
  try {
    return await send({ 'Idempotency-Key': about.id })
  } catch (problem) {
    if (!problem.kind || !isUnreachable(problem)) throw problem
    return { isKept: true, item: await kept(outbox, about, problem) }
  }
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

async function waits(outbox, row) {
  try {
    return await outbox.hasWaiting(row)
  } catch (error) {
    if (error instanceof DOMException) return false
    throw error
  }
}
