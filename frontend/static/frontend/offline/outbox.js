// outbox.js: what is to be sent, kept in IndexedDB until the server has acknowledged it by its id.

import { newUid } from '../map/editor/identity.js'
import { askToKeep, database } from './db.js'
import { RECEIPT_MS, shareRow } from './rules.js'
import { afterOf, belowOf, instead, onTopOf, withoutBelow } from './standing.js'

const CHANNEL = 'plaeng-outbox'

/** The outbox of one user. `events` dispatches 'change' in every tab, and 'progress' {id, part}. */
export class Outbox {
  events = new EventTarget()
  #user
  #channel = new BroadcastChannel(CHANNEL)

  constructor(user) {
    this.#user = user
    this.#channel.addEventListener('message', ({ data }) => this.#dispatch(data))
  }

  get user() {
    return this.#user
  }

  /** Keep an item; resolves when it is on the disk. `after` names the waiting items that it was made on top of. */
  async add(about) {
    const db = await database()
    const tx = db.transaction('outbox', 'readwrite', { durability: 'strict' })
    const before = (await tx.store.getAll()).filter(({ user, state }) => user === this.#user && state !== 'sent')
    const item = {
      id: newUid(), params: {}, base: null, ifMatch: null, tries: 0, next_at: 0, problem: null, state: 'waiting',
      ...about, user: this.#user, made_at: Date.now(), after: belowOf(about, before),
    }
    item.seq = await tx.store.add(item)
    await tx.done
    askToKeep()
    this.#tell({ name: 'change' })
    return item
  }

  /** All of this user, in the order in which they were made. */
  async items() {
    return (await (await database()).getAll('outbox')).filter(({ user }) => user === this.#user)
  }

  async unsent() {
    return (await this.items()).filter(({ state }) => state !== 'sent')
  }

  /** What is unsent, for what is shown: nothing where this browser keeps nothing. */
  async unsentIfKept() {
    try {
      return await this.unsent()
    } catch (error) {
      if (error instanceof DOMException) return []
      throw error
    }
  }

  /** How many unsent items others have left on this device. */
  async ofOthers() {
    const all = await (await database()).getAll('outbox')
    return all.filter(({ user, state }) => user !== this.#user && state !== 'sent').length
  }

  /** Whether something waits that is about a row of this one. */
  async hasWaiting(about) {
    return (await this.unsent()).some((item) => shareRow(item, about))
  }

  async change(seq, changes) {
    const db = await database()
    const tx = db.transaction('outbox', 'readwrite', { durability: 'strict' })
    const item = await tx.store.get(seq)
    if (item) await tx.store.put({ ...item, ...changes })
    await tx.done
    this.#tell({ name: 'change' })
  }

  /** The same wish on a newer version is another request: it gets another key, and whoever stands on it follows. */
  async renew(item, changes) {
    const db = await database()
    const tx = db.transaction('outbox', 'readwrite', { durability: 'strict' })
    const id = newUid()
    await tx.store.put({ ...item, state: 'waiting', problem: null, conflict: null, tries: 0, ...changes, id, replaces: item.id })
    for (const other of await tx.store.getAll()) {
      if (afterOf(other).includes(item.id)) await tx.store.put({ ...other, after: instead(other, item.id, [id]) })
    }
    await tx.done
    this.#tell({ name: 'change' })
  }

  /** Acknowledged by its id: what it carried goes, a receipt stays, and whoever stands on it gets its version. */
  async acknowledged(item, answer) {
    const db = await database()
    const tx = db.transaction('outbox', 'readwrite', { durability: 'strict' })
    const receipt = { etag: answer.etag, status: answer.status, isTheirs: Boolean(answer.isTheirs) }
    await tx.store.put({ ...item, state: 'sent', sent_at: Date.now(), blob: null, problem: null, conflict: null, receipt })
    for (const other of await tx.store.getAll()) {
      if (afterOf(other).includes(item.id)) await tx.store.put({ ...other, ...onTopOf(other, item, answer) })
    }
    await tx.done
    this.#tell({ name: 'change' })
  }

  /** Forget an item that its maker gives up; what stood on it stands on what that stood on. */
  async drop(item) {
    const db = await database()
    const tx = db.transaction('outbox', 'readwrite', { durability: 'strict' })
    await tx.store.delete(item.seq)
    for (const other of await tx.store.getAll()) {
      if (afterOf(other).includes(item.id)) await tx.store.put({ ...other, ...withoutBelow(other, item) })
    }
    await tx.done
    this.#tell({ name: 'change' })
  }

  /** Receipts go after a week. */
  async tidy(now = Date.now()) {
    const db = await database()
    const old = (await db.getAll('outbox')).filter(({ state, sent_at: at }) => state === 'sent' && at < now - RECEIPT_MS)
    for (const { seq } of old) await db.delete('outbox', seq)
  }

  progress(id, part) {
    this.#tell({ name: 'progress', id, part })
  }

  #tell(message) {
    this.#channel.postMessage(message)
    this.#dispatch(message)
  }

  #dispatch({ name, ...detail }) {
    this.events.dispatchEvent(new CustomEvent(name, { detail }))
  }
}
