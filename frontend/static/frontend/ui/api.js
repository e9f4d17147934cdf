// api.js: every request of the pages. Language and CSRF token are added here; failures become ApiProblem.

import { lang } from './i18n.js'
import { networkFailure, problemOf } from './problem.js'
import { sendFile } from './send-file.js'

const LAND = /^\/api\/collections\/(parcels|zones)\//

/**
 * The API of this site. `events` dispatches 'signed-out' for each request that finds the session ended: listen once,
 * since a second way to the sign-in page would break off the first; and 'age' {at} for each answer with parcels or
 * zones: since when they are on this device (ISO 8601), null when they come from the server.
 *
 * Answers are {data, etag, status, takenAt}; `takenAt` is null unless the service worker answered from an
 * area taken along.
 * An aborted request throws the browser's AbortError, not a problem.
 */
export class Api {
  events = new EventTarget()
  #csrf = null

  /** Read; `params` without value are left out. */
  get(path, params = {}, { signal } = {}) {
    const given = Object.entries(params).filter(([, value]) => value !== undefined && value !== null && value !== '')
    const query = new URLSearchParams(given).toString()
    return this.#fetch(query ? `${path}?${query}` : path, { signal })
  }

  /** Write: POST, PUT, PATCH or DELETE with a JSON body (null: none). */
  async send(method, path, body = null, headers = {}) {
    const token = this.#csrf ?? (await this.session()).csrf
    const content = body === null ? {} : { 'Content-Type': 'application/json' }
    return this.#fetch(path, {
      method,
      body: body === null ? undefined : JSON.stringify(body),
      headers: { ...content, ...headers, 'X-CSRFToken': token },
    })
  }

  /** Send a file as it is; `progress(part)` is told how much has gone, from 0 to 1. Only XMLHttpRequest tells that. */
  async upload(path, params, file, progress, headers = {}) {
    const token = this.#csrf ?? (await this.session()).csrf
    const response = await sendFile(`${path}?${new URLSearchParams(params)}`, file, progress, {
      Accept: 'application/json', 'Accept-Language': lang, 'X-CSRFToken': token, 'Content-Type': file.type || 'application/octet-stream', ...headers,
    })
    if (!response.ok) throw await this.#problem(response)
    return { data: await response.json(), etag: response.headers.get('ETag'), status: response.status }
  }

  /** {csrf, user: null | ME} */
  async session() {
    const { data } = await this.get('/api/session')
    this.#csrf = data.csrf
    return data
  }

  /** `code` is that of the second factor; a problem second_factor_needed says that it is missing. */
  async signIn(username, password, code = '') {
    await this.session()
    const { data } = await this.send('POST', '/api/session', { username, password, ...(code ? { code } : {}) })
    this.#csrf = data.csrf
    return data.user
  }

  async signOut() {
    await this.session()
    await this.send('DELETE', '/api/session')
  }

  /** A page of a collection: {features, numberMatched, after}: null is more than 10,000, and no next page. */
  async items(collection, params, options) {
    const { data } = await this.get(`/api/collections/${collection}/items`, params, options)
    const next = data.links?.find((link) => link.rel === 'next')
    const after = next ? new URL(next.href, location.origin).searchParams.get('after') : null
    return { features: data.features, numberMatched: data.numberMatched ?? null, after }
  }

  /** One feature. */
  async item(collection, uid, options) {
    return (await this.get(`/api/collections/${collection}/items/${uid}`, {}, options)).data
  }

  /** The bytes of a vector tile, null for an empty one. */
  async tile(collection, { z, x, y }, params, { signal }) {
    const given = new URLSearchParams(Object.entries(params).filter(([, value]) => value)).toString()
    const path = `/api/collections/${collection}/tiles/WebMercatorQuad/${z}/${y}/${x}`
    const response = await this.#answer(given ? `${path}?${given}` : path, { signal })
    return response.status === 204 ? null : response.arrayBuffer()
  }

  async #fetch(path, request) {
    const response = await this.#answer(path, request)
    const data = response.status === 204 ? null : await response.json()
    const { headers, status } = response
    return { data, etag: headers.get('ETag'), status, takenAt: headers.get('X-Taken-Along') }
  }

  async #answer(path, { method = 'GET', headers = {}, body, signal }) {
    const response = await this.#reach(path, {
      method,
      body,
      signal,
      credentials: 'same-origin',
      headers: { Accept: 'application/json', 'Accept-Language': lang, ...headers },
    })
    if (!response.ok) throw await this.#problem(response)
    if (method === 'GET' && LAND.test(path)) this.#tellAge(response)
    return response
  }

  /** An empty answer from this device is of no age. */
  #tellAge({ headers }) {
    const at = headers.get('X-Taken-Along') ?? headers.get('X-Kept-At')
    if (at !== '') this.events.dispatchEvent(new CustomEvent('age', { detail: { at } }))
  }

  async #reach(path, request) {
    try {
      return await fetch(path, request)
    } catch (error) {
      if (error.name === 'AbortError') throw error
      throw networkFailure()
    }
  }

  async #problem(response) {
    const problem = await problemOf(response)
    if (problem.code === 'csrf_failed') this.#csrf = null
    if (problem.kind === 'signed-out') this.events.dispatchEvent(new CustomEvent('signed-out'))
    return problem
  }
}
