// draft-store.js: drawings kept on this device until the server has confirmed them.
// localStorage, not IndexedDB: a write is finished when the call returns, so the last point survives a closed tab.

const PREFIX = 'plaeng.draft.'

/** Drafts of one user: {id, tool, title, kept_at (ISO 8601), state, base}. */
export class DraftStore {
  #prefix
  #release = null
  #held = Promise.resolve()

  constructor(username) {
    this.#prefix = `${PREFIX}${username}.`
  }

  /** Keep a draft; false when this browser refuses to store it. */
  keep(draft) {
    try {
      localStorage.setItem(this.#prefix + draft.id, JSON.stringify({ ...draft, kept_at: new Date().toISOString() }))
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
