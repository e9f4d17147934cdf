// conflict-merge.js: two versions of one thing against the version both began from. No DOM.

const equal = (a, b) => JSON.stringify(a) === JSON.stringify(b)

/**
 * Compare field by field. → {asked: [name], taken: [name], kept: [name]}
 *
 * asked: both changed it, to different values; taken: only they changed it; kept: only I changed it.
 */
export function compare(base, mine, theirs) {
  const names = Object.keys(mine).filter((name) => !equal(mine[name], theirs[name]))
  return {
    asked: names.filter((name) => !equal(mine[name], base[name]) && !equal(theirs[name], base[name])),
    taken: names.filter((name) => equal(mine[name], base[name])),
    kept: names.filter((name) => equal(theirs[name], base[name])),
  }
}

/** The merged values; `choices`: {name: 'mine'|'theirs'} for every asked name. */
export function merge(mine, theirs, { taken }, choices) {
  const fromThem = new Set([...taken, ...Object.keys(choices).filter((name) => choices[name] === 'theirs')])
  return Object.fromEntries(Object.keys(mine).map((name) => [name, (fromThem.has(name) ? theirs : mine)[name]]))
}
