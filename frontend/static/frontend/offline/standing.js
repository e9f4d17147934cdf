// standing.js: items that are made on top of others: they get their version when those have been stored. No DOM.

import { SAVE } from './merging.js'
import { versionOf } from './rules.js'

/** The ids of the rows that an item makes or changes. */
function touched({ method, path, body }) {
  if (path === SAVE) return body.changes.map(({ id }) => id)
  return [method === 'POST' ? body?.id ?? body?.uid : path.split('/').at(-1)]
}

/** The ids of the items that a change stands on: of each row that it changes, the last of `others` that does. */
export function belowOf(item, others) {
  if (item.method === 'POST' && item.path !== SAVE) return []
  const last = touched(item).map((row) => row && others.findLast((other) => touched(other).includes(row))?.id)
  return [...new Set(last.filter(Boolean))]
}

/** The items that an item stands on. An older release kept one of them, or null. */
export function afterOf({ after }) {
  return [after ?? []].flat()
}

/** What an item stands on, with `others` in the place of one of those. */
export function instead(item, id, others) {
  return [...new Set(afterOf(item).flatMap((one) => (one === id ? others : [one])))]
}

/** The changes of an item when one below it has been stored with `answer` {etag, data}. */
export function onTopOf(item, below, answer) {
  return { ...renumbered(item, versionsOf(below, answer)), after: instead(item, below.id, []) }
}

/** The changes of an item when one below it is given up: it stands on what that stood on, and on its versions. */
export function withoutBelow(item, below) {
  return { ...renumbered(item, startOf(below)), after: instead(item, below.id, afterOf(below)) }
}

function versionsOf(below, { etag, data }) {
  if (below.path === SAVE) return new Map((data?.changes ?? []).map(({ id, version }) => [id, version]))
  return oneVersion(below, versionOf(etag))
}

/** The versions that an item was made from. */
function startOf(item) {
  if (item.path !== SAVE) return oneVersion(item, item.ifMatch)
  return new Map(item.body.changes.filter((one) => 'version' in one).map(({ id, version }) => [id, version]))
}

function oneVersion(item, version) {
  return new Map(version === null ? [] : [[touched(item)[0], version]])
}

function renumbered(item, versions) {
  if (item.path !== SAVE) return { ifMatch: versions.get(touched(item)[0]) ?? item.ifMatch }
  const changes = item.body.changes.map((one) => ('version' in one && versions.has(one.id) ? { ...one, version: versions.get(one.id) } : one))
  return { body: { changes } }
}
