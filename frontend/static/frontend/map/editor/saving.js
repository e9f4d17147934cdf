// saving.js: requests that may be repeated. A repeated body has the same Idempotency-Key, another body another key.

import { sendOrKeep } from '../../offline/keep.js'
import { newUid } from './identity.js'

/**
 * Writes features; `api` throws ApiProblem {status, code, findings, current}. With an `outbox` what cannot be sent is
 * kept there: the answer is {isKept: true, item}. `describe()` says what it is about: {row, kind, title, base}.
 */
export class Saver {
  #api
  #outbox
  #describe
  #last = { body: null, key: null }

  constructor(api, outbox = null, describe = null) {
    this.#api = api
    this.#outbox = outbox
    this.#describe = describe
  }

  /** Store a new feature under an id made here. → {data, etag} */
  create(collection, feature) {
    return this.#send('POST', itemsOf(collection), feature)
  }

  /** Keep a new feature whose tambon is asked for when it is sent. */
  async createLater(collection, feature) {
    const about = { id: newUid(), method: 'POST', path: itemsOf(collection), body: feature, ...this.#describe() }
    return { isKept: true, item: await this.#outbox.add(about) }
  }

  /** Change parts of a feature that is still at `version`. */
  change(collection, uid, version, changes) {
    return this.#send('PATCH', `${itemsOf(collection)}/${uid}`, changes, { 'If-Match': `"${version}"` })
  }

  /** Save changes of several features, all or none; each says the version that it was made from. */
  saveAll(changes) {
    return this.#send('POST', '/api/geometry/save', { changes })
  }

  read(collection, uid) {
    return this.#api.get(`${itemsOf(collection)}/${uid}`)
  }

  #send(method, path, body, headers = {}) {
    const text = JSON.stringify([method, path, body, headers])
    if (this.#last.body !== text) this.#last = { body: text, key: newUid() }
    const send = (key) => this.#api.send(method, path, body, { ...headers, ...key })
    const id = this.#last.key
    if (!this.#outbox) return send({ 'Idempotency-Key': id })
    const ifMatch = headers['If-Match'] ? Number(headers['If-Match'].slice(1, -1)) : null
    return sendOrKeep(this.#outbox, { id, method, path, body, ifMatch, ...this.#describe() }, send)
  }
}

function itemsOf(collection) {
  return `/api/collections/${collection}/items`
}
