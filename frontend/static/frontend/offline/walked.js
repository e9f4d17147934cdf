// walked.js: the fixes of a walk on the disk, so that a phone that goes to sleep, or a tab that is closed, loses none.

import { askToKeep, database } from './db.js'
import { DAY_MS } from './rules.js'

/** Keep a fix of a walk. */
export async function keepFix(walk, fix) {
  await (await database()).add('fixes', { ...fix, walk })
  askToKeep()
}

/** The fixes of a walk after a moment, in their order; of other walks those of more than a day ago go. */
export async function fixesSince(walk, moment) {
  const tx = (await database()).transaction('fixes', 'readwrite')
  const all = await tx.store.getAll()
  for (const { n, at, walk: other } of all) {
    if (other !== walk && at < Date.now() - DAY_MS) await tx.store.delete(n)
  }
  await tx.done
  return all.filter((one) => one.walk === walk && one.at > moment).map(({ lon, lat, accuracy, at }) => ({ lon, lat, accuracy, at }))
}
