// sender.js: sends what waits, one item at a time, from one tab of the browser.

import { Api } from '../ui/api.js'
import { gettext } from '../ui/i18n.js'
import { ApiProblem } from '../ui/problem.js'
import { rebased } from './merging.js'
import { nextOf, postponed, verdict, waitOf, wordsOf } from './rules.js'
import { isTogether, metTogether } from './together.js'

const LOCK = 'plaeng-outbox-sender'
/** With nothing to wait for, the sender still looks whether somebody has signed in again. */
const LOOK_MS = 30_000

/** `events` dispatches 'signed-out' {isOther} when the session is over, or another's, and 'signed-in' when it is ours. */
export class Sender {
  events = new EventTarget()
  #outbox
  #api = new Api()
  #wake = () => {}
  #isOurs = false

  constructor(outbox) {
    this.#outbox = outbox
    outbox.events.addEventListener('change', () => this.#wake())
    for (const name of ['online', 'focus']) addEventListener(name, () => this.hurry())
  }

  /** Send for as long as this page lives. Another tab takes over when it ends; without locks the keys alone guard. */
  run() {
    const work = () => this.#loop()
    return navigator.locks ? navigator.locks.request(LOCK, work) : work()
  }

  /** Try at once what waits for its time. */
  async hurry() {
    const late = (await this.#outbox.items()).filter(({ state }) => state === 'retry')
    for (const { seq } of late) await this.#outbox.change(seq, { next_at: 0 })
    this.#wake()
  }

  async #loop() {
    await this.#outbox.tidy()
    for (;;) {
      const woken = new Promise((resolve) => { this.#wake = resolve })
      const items = await this.#outbox.items()
      const next = nextOf(items, Date.now())
      if (next && await this.#mayAsk()) await this.#send(next)
      else await Promise.race([woken, pause(Math.min(LOOK_MS, waitOf(items, Date.now()) ?? LOOK_MS))])
    }
  }

  /** The session must be that of whoever made the items: it is asked for whenever the token may be another's. */
  async #mayAsk() {
    if (this.#isOurs) return true
    try {
      const { user } = await this.#api.session()
      this.#isOurs = user?.username === this.#outbox.user
      this.#tell(this.#isOurs ? 'signed-in' : 'signed-out', { isOther: Boolean(user) })
    } catch (problem) {
      if (!problem.kind) throw problem
    }
    if (!this.#isOurs) await pause(2000)
    return this.#isOurs
  }

  async #send(item) {
    await this.#outbox.change(item.seq, { state: 'sending' })
    const problem = await this.#problemOf(async () => this.#outbox.acknowledged(item, await this.#deliver(await this.#placed(item))))
    const second = problem && await this.#problemOf(() => this.#judge(item, problem))
    if (second) await this.#settle(item, second, verdict(second))
  }

  async #problemOf(work) {
    try {
      await work()
      return null
    } catch (problem) {
      if (!problem.kind) throw problem
      return problem
    }
  }

  /** A new parcel that was drawn where no tambon was known gets that of its place, before it is sent for the first time. */
  async #placed(item) {
    const { seq, body, at } = item
    if (!at || item.method !== 'POST' || !body.properties || body.properties.tambon) return item
    const tambon = await this.#tambonAt(at)
    const placed = { body: { ...body, properties: { ...body.properties, tambon } } }
    await this.#outbox.change(seq, placed)
    return { ...item, ...placed }
  }

  async #tambonAt([lon, lat]) {
    try {
      return (await this.#api.get('/api/areas/at', { lon, lat })).data.tambon
    } catch (problem) {
      if (problem.status !== 404) throw problem
      throw new ApiProblem({ status: 404, code: 'no_tambon', title: gettext('It is not known in which tambon this lies.'), detail: gettext('Open it, choose the tambon and save it again.') })
    }
  }

  #deliver(item) {
    const { id, method, path, params, body, blob, ifMatch, seq } = item
    const headers = { 'Idempotency-Key': id, ...(ifMatch === null ? {} : { 'If-Match': `"${ifMatch}"` }) }
    if (blob) return this.#api.upload(path, params, blob, (part) => this.#outbox.progress(seq, part), headers)
    if (method === 'PATCH' || isTogether(item)) headers.Prefer = 'merge'
    return this.#api.send(method, path, body, headers)
  }

  async #judge(item, problem) {
    const found = verdict(problem)
    if (found === 'conflict') return this.#meet(item, problem)
    const mayBeThere = ['stored', 'refused'].includes(found)
    if (mayBeThere && await this.#isThere(item, problem)) return this.#outbox.acknowledged(item, { status: 200, etag: null })
    return this.#settle(item, problem, found)
  }

  /** Nothing more is asked of the server now: later again, after signing in, or never as it is. */
  #settle(item, problem, found) {
    if (found === 'again') return this.#outbox.change(item.seq, postponed(item, problem, Date.now(), Math.random()))
    if (found !== 'signed-out') return this.#outbox.change(item.seq, { state: 'refused', problem: wordsOf(problem) })
    this.#isOurs = false
    return this.#outbox.change(item.seq, { state: 'waiting' })
  }

  /** Where both changed different things, mine goes on top of theirs by itself; else a person chooses. */
  async #meet(item, { current, disputed, findings }) {
    if (isTogether(item)) return this.#outbox.change(item.seq, { state: 'conflict', conflict: metTogether(item, current, findings) })
    const isWhole = current?.type || current?.uid
    const theirs = isWhole ? current : (await this.#api.get(item.path)).data
    const { isMerged, ...changes } = rebased(item, theirs, disputed)
    return isMerged ? this.#outbox.renew(item, changes) : this.#outbox.change(item.seq, { ...changes, state: 'conflict' })
  }

  /** Whether an earlier try has stored this: its answer was lost, and this one was refused for another reason. */
  async #isThere({ method, path, body, params }, { code }) {
    if (code === 'attachment_twice') return true
    const uid = params.uid ?? body?.id ?? body?.uid
    if (method !== 'POST' || !uid) return false
    try {
      await this.#api.get(`${path}/${uid}`)
      return true
    } catch (problem) {
      if (problem.kind === 'missing') return false
      throw problem
    }
  }

  #tell(name, detail) {
    this.events.dispatchEvent(new CustomEvent(name, { detail }))
  }
}

function pause(ms) {
  return new Promise((resolve) => { setTimeout(resolve, ms) })
}
