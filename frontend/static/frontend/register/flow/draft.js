// draft.js: what was typed and is not yet on the server, kept on this device. Never the national ID: it has no way in here.
// localStorage, not IndexedDB: a write is finished when the call returns, so the last letter survives a closed tab.

const PREFIX = 'plaeng.flow.'
const EMPTY = () => ({ about: {}, records: {} })

/** The draft of one application: `about` (whose, which land) and, by record, the texts that wait. */
export class Draft {
  #key
  #content

  constructor(username, uid) {
    this.#key = `${PREFIX}${username}.${uid}`
    this.#content = JSON.parse(localStorage.getItem(this.#key)) ?? EMPTY()
  }

  get about() {
    return this.#content.about
  }

  get isEmpty() {
    return !Object.keys(this.#content.records).length && !Object.keys(this.about).length
  }

  /** Keys of the records that wait. */
  get waiting() {
    return Object.keys(this.#content.records)
  }

  textsOf(key) {
    return this.#content.records[key] ?? {}
  }

  /** Keep the texts of a record, or forget it when there are none. False when this browser refuses to store them. */
  keep(key, texts) {
    if (Object.keys(texts).length) this.#content.records[key] = texts
    else delete this.#content.records[key]
    return this.#write()
  }

  tell(about) {
    Object.assign(this.about, about)
    for (const [name, value] of Object.entries(about)) if (value === null) delete this.about[name]
    return this.#write()
  }

  forget() {
    this.#content = EMPTY()
    localStorage.removeItem(this.#key)
  }

  #write() {
    try {
      if (this.isEmpty) localStorage.removeItem(this.#key)
      else localStorage.setItem(this.#key, JSON.stringify(this.#content))
      return true
    } catch (error) {
      if (error instanceof DOMException) return false // storage full or forbidden
      throw error
    }
  }
}

/** The uid of the application that was begun here and is not yet on the server; `null` forgets it. */
export class Begun {
  #key

  constructor(username) {
    this.#key = `${PREFIX}${username}.new`
  }

  get uid() {
    return localStorage.getItem(this.#key)
  }

  set uid(uid) {
    if (uid) localStorage.setItem(this.#key, uid)
    else localStorage.removeItem(this.#key)
  }
}
