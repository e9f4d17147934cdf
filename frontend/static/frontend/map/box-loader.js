// box-loader.js: the features of a collection in the box in view, and nothing outside it.

import { boxText } from './query.js'

/** More than this is not drawn at once; the map says so. */
const LIMIT = 2000

/** Loads one collection. A new question aborts the earlier one; a box inside a complete answer asks nothing. */
export class BoxLoader {
  #api
  #collection
  #last = null
  #abort = new AbortController()

  constructor(api, collection) {
    this.#api = api
    this.#collection = collection
  }

  /** {features, numberMatched} in `bounds`, or null when it was overtaken or everything is already here. */
  async load(bounds, filter) {
    const question = JSON.stringify(filter)
    if (this.#covers(bounds, question)) return null
    this.#abort.abort()
    this.#abort = new AbortController()
    const { signal } = this.#abort
    const found = await this.#ask(bounds, filter, signal)
    if (found) this.#last = { bounds, question, isComplete: found.numberMatched === found.features.length }
    return found
  }

  /** Ask again next time, whatever is here. */
  forget() {
    this.#last = null
    this.#abort.abort()
  }

  async #ask(bounds, filter, signal) {
    try {
      return await this.#api.items(this.#collection, { ...filter, bbox: boxText(bounds), limit: LIMIT }, { signal })
    } catch (error) {
      if (error.name === 'AbortError') return null
      throw error
    }
  }

  #covers(bounds, question) {
    return Boolean(this.#last?.isComplete && this.#last.question === question && this.#last.bounds.contains(bounds))
  }
}
