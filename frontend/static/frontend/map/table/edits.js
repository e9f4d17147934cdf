// edits.js: what may be written into many parcels at once, and what that changes in each. No DOM.

/** The attributes: the list of codes of each, none for words and yes or no. */
export const EDITABLE = { land_class: 'land_class', capture_method: 'capture_method', village_code: '', joined_is_estimate: '' }

/** Of each feature what would change: {rows: [{feature, changes: [{name, before, after}]}], same: features}. */
export function plan(features, values) {
  const rows = features.map((feature) => ({ feature, changes: changesOf(feature, values) }))
  return { rows: rows.filter(({ changes }) => changes.length), same: rows.filter(({ changes }) => !changes.length).map(({ feature }) => feature) }
}

function changesOf({ properties }, values) {
  return Object.entries(values)
    .map(([name, after]) => ({ name, before: properties[name] ?? '', after }))
    .filter(({ before, after }) => before !== after)
}

/**
 * Save each row by itself, some at a time: `save(row)` may throw a problem, which stops no other row.
 * → [{row, problem: null | problem}] in the order of the rows; `progress(done)`.
 */
export async function saveEach(rows, save, progress, atOnce = 4) {
  const results = rows.map((row) => ({ row, problem: null }))
  const waiting = [...results]
  let done = 0
  const work = async () => {
    for (let one = waiting.shift(); one; one = waiting.shift()) {
      try {
        await save(one.row)
      } catch (problem) {
        if (!problem.kind) throw problem
        one.problem = problem
      }
      done += 1
      progress(done)
    }
  }
  await Promise.all(Array.from({ length: atOnce }, work))
  return results
}
