// draft-store.js: drawings kept on this device until the server has confirmed them.
// localStorage, not IndexedDB: a write is finished when the call returns, so the last point survives a closed tab.

const PREFIX = 'plaeng.draft.'
const STEPS = [Infinity, 200, 50, 10] // so many before and after the present one, as far as there is room
const MOST_LETTERS = 1_000_000 // of about five million that a browser keeps for a site

/** Drafts of one user: {id, tool, title, kept_at (ISO 8601), state, base, history}. */
export class DraftStore {
  #prefix
  #release = null
  #held = Promise.resolve()

  constructor(username) {
    this.#prefix = `${PREFIX}${username}.`
  }

  /** Keep a draft with as many of its steps as there is room for; false when this browser refuses to store it. */
  keep(draft, history) {
    const kept = { ...draft, kept_at: new Date().toISOString() }
    const withSteps = (most) => JSON.stringify({ ...kept, history: history.toKeep(most) })
    return STEPS.some((most) => this.#store(draft.id, withSteps(most), MOST_LETTERS))
      || this.#store(draft.id, JSON.stringify(kept), Infinity)
  }

  #store(id, text, most) {
    if (text.length > most) return false
    try {
      localStorage.setItem(this.#prefix + id, text)
      return true
    } catch (error) {
      if (error instanceof DOMException) return false // storage full or forbidden
      throw error
    }
  }

  remove(id) {
    localStorage.removeItem(this.#prefix + id)
  }

  /** Say to other tabs that this draft is being worked on, until `letGo`. */
  hold(id) {
    this.letGo()
    const released = new Promise((release) => { this.#release = release })
    this.#held = navigator.locks?.request(this.#prefix + id, () => released)
  }

  letGo() {
    this.#release?.()
    this.#release = null
  }

  /** Drafts that no tab is working on, newest first. */
  async waiting() {
    if (!this.#release) await this.#held // the lock that was just let go
    const state = await navigator.locks?.query()
    const held = new Set(state?.held.map(({ name }) => name) ?? [])
    return Object.keys(localStorage)
      .filter((key) => key.startsWith(this.#prefix) && !held.has(key))
      .map((key) => JSON.parse(localStorage.getItem(key)))
      .sort((a, b) => b.kept_at.localeCompare(a.kept_at))
  }
}
