// checks.js: what each application can do next, asked a few at a time and remembered until it changes.

const AT_ONCE = 3

/** `of(row)` gives the moves that follow a row's state; a list asks for what is on the screen, the bulk bar for all. */
export class Checks {
  #api
  #known = new Map()
  #waiting = []
  #busy = 0

  constructor(api) {
    this.#api = api
  }

  of({ uid, version, state }) {
    const key = `${uid} ${version} ${state}`
    if (!this.#known.has(key)) {
      const promise = new Promise((resolve, reject) => this.#waiting.push({ uid, resolve, reject }))
      promise.catch(() => this.#known.delete(key))
      this.#known.set(key, promise)
      this.#work()
    }
    return this.#known.get(key)
  }

  /** Papers and consents change what is missing without a new version of the application. */
  forget() {
    this.#known.clear()
  }

  async #work() {
    if (this.#busy >= AT_ONCE || !this.#waiting.length) return
    this.#busy += 1
    const { uid, resolve, reject } = this.#waiting.shift()
    try {
      resolve((await this.#api.get(`/api/applications/${uid}/transitions`)).data.moves)
    } catch (problem) {
      reject(problem)
    }
    this.#busy -= 1
    this.#work()
  }
}
