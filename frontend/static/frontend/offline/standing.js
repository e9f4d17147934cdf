// standing.js: items that are made on top of others: they get their version when those have been stored. No DOM.

import { SAVE } from './merging.js'
import { versionOf } from './rules.js'

/** The ids of the rows that an item makes or changes. */
function touched({ method, path, body }) {
  if (path === SAVE) return body.changes.map(({ id }) => id)
  return [method === 'POST' ? body?.id ?? body?.uid : path.split('/').at(-1)]
}

/** Whether a change is of what an earlier item makes or changes. */
export function standsOn(item, other) {
  if (item.method === 'POST' && item.path !== SAVE) return false
  const before = touched(other)
  return touched(item).some((id) => id && before.includes(id))
}

/** The changes of an item when the one below it has been stored with `answer` {etag, data}. */
export function onTopOf(item, below, answer) {
  const versions = versionsOf(below, answer)
  if (item.path === SAVE) return { body: renumbered(item.body, versions), after: null }
  return { ifMatch: versions.get(touched(item)[0]) ?? item.ifMatch, after: null }
}

function versionsOf(below, { etag, data }) {
  if (below.path === SAVE) return new Map((data?.changes ?? []).map(({ id, version }) => [id, version]))
  const version = versionOf(etag)
  return new Map(version === null ? [] : [[touched(below)[0], version]])
}

function renumbered({ changes }, versions) {
  return { changes: changes.map((one) => ('version' in one && versions.has(one.id) ? { ...one, version: versions.get(one.id) } : one)) }
}
