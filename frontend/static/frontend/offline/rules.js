// rules.js: what may be sent next, when, and what an answer makes of an item. No DOM, no store.
//
// An item: {seq, id, user, row, after, kind, title, method, path, params, body, blob, sha256, size, ifMatch, base, state,
// problem, tries, next_at, made_at, sent_at}. `id` is its Idempotency-Key. Items of one `row` go in the order of `seq`.
// An item that changes other parcels along with its own is of their rows too. `after`: the ids of items that it stands on.
// `state`: waiting, sending, retry, conflict, refused, sent. Times are milliseconds since 1970.

export const DAY_MS = 24 * 3600 * 1000
export const RECEIPT_MS = 7 * DAY_MS
const FIRST_WAIT_MS = 2000
const LONGEST_WAIT_MS = 5 * 60 * 1000
/** What comes right by itself: no network, no database, too many requests, a row that somebody holds. */
const AGAIN = [0, 408, 425, 429, 500, 502, 503, 504]

/** What a person sees of an item: its state, or 'behind' where another of its row comes first. */
export function shownState(item, items) {
  const isOpen = item.state === 'waiting' || item.state === 'retry'
  return isOpen && items.some((other) => isBefore(other, item)) ? 'behind' : item.state
}

function isBefore(other, item) {
  return other.seq < item.seq && other.state !== 'sent' && shareRow(other, item)
}

/** The rows of an item: its own, and those of the parcels that it changes along with it. */
export function rowsOf({ row, body }) {
  const along = (body?.changes ?? []).filter(({ collection }) => collection === 'parcels').map(({ id }) => `parcels/${id}`)
  return [row, ...along]
}

export function shareRow(one, other) {
  const rows = rowsOf(other)
  return rowsOf(one).some((row) => rows.includes(row))
}

/** The item to send now, or null. One that was being sent when its tab died is sent again: its key makes that safe. */
export function nextOf(items, now) {
  const isDue = ({ state, next_at: at }) => ['waiting', 'sending'].includes(state) || (state === 'retry' && at <= now)
  return items.find((item) => isDue(item) && !items.some((other) => isBefore(other, item))) ?? null
}

/** Milliseconds until one may be sent again; null when none waits for its time. */
export function waitOf(items, now) {
  const times = items.filter(({ state }) => state === 'retry').map(({ next_at: at }) => at - now)
  return times.length ? Math.max(0, Math.min(...times)) : null
}

/** 2 s, 4 s, 8 s … 5 minutes, and up to a quarter more, so that phones of one office do not come together. */
export function backoff(tries, chance) {
  return Math.round(Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (tries - 1)) * (1 + chance / 4))
}

export function isUnreachable({ status }) {
  return AGAIN.includes(status)
}

/** What a refusal is: 'again', 'signed-out', 'conflict', 'stored' (by an earlier try) or 'refused'. */
export function verdict({ status, code, current }) {
  if (status === 401 || code === 'csrf_failed') return 'signed-out'
  if (isUnreachable({ status }) || code === 'busy') return 'again'
  if ((status === 412 && current) || ['conflict', 'version_gone'].includes(code)) return 'conflict'
  if (['uid_taken', 'idempotency_key_reused', 'attachment_twice'].includes(code)) return 'stored'
  return 'refused'
}

/** The changes of an item that could not be sent now. */
export function postponed(item, problem, now, chance) {
  const tries = item.tries + 1
  return { state: 'retry', tries, next_at: now + backoff(tries, chance), problem: wordsOf(problem) }
}

/** Of a problem what is kept and shown. */
export function wordsOf({ status, code, title, message, detail, findings, reference }) {
  return { status, code, title: title ?? message, detail, findings, reference }
}

/** The version in an ETag: "7" or "7-0123456789abcdef"; null in none. */
export function versionOf(etag) {
  const found = /^"(\d+)/.exec(etag ?? '')
  return found ? Number(found[1]) : null
}

/** What the server has that makes a choice necessary: conflicts first, then refusals, then the rest as they were made. */
export function inOrder(items) {
  const rank = { conflict: 0, refused: 1, sent: 3 }
  return items.toSorted((a, b) => (rank[a.state] ?? 2) - (rank[b.state] ?? 2) || (a.state === 'sent' ? b.sent_at - a.sent_at : a.seq - b.seq))
}
