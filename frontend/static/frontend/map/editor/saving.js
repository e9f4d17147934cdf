// saving.js: requests that may be repeated. A repeated body has the same Idempotency-Key, another body another key.

import { newUid } from './identity.js'

/** Writes features; `api` throws ApiProblem {status, code, findings, current}. */
export class Saver {
  #api
  #last = { body: null, key: null }

  constructor(api) {
    this.#api = api
  }

  /** Store a new feature under an id made here. → {data, etag} */
  create(collection, feature) {
    return this.#send('POST', itemsOf(collection), feature)
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
    return this.#api.send(method, path, body, { ...headers, 'Idempotency-Key': this.#last.key })
  }
}

function itemsOf(collection) {
  return `/api/collections/${collection}/items`
}
