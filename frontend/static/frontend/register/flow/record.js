// record.js: one record that saves itself: on the device at each change, on the server when the typing has rested.

import { newUid } from '../../map/editor/identity.js'
import { gettext } from '../../ui/i18n.js'
import { valueOf } from '../form.js'

const REST_MS = 2000
const AGAIN_MS = 8000

/**
 * `source` knows the address: {create(uid, values), change(uid, values)} give [path, body], `row(data)` the stored row.
 * `fields` are those of form.js, each with `text(row)`, what its input says of a stored row.
 * `events` dispatches 'change', and 'saved' once the server has confirmed. `state` is clean, device, incomplete,
 * sending, offline, refused or stale.
 */
export class AutoRecord {
  events = new EventTarget()
  state = 'clean'
  /** By field, what is wrong with it; '' is what belongs to no field. */
  wrong = {}
  /** The colleague's row, when he was faster. */
  theirs = null
  savedAt = null
  #api
  #draft
  #texts
  #timer = null
  #sending = null
  #last = { text: '', key: '' }

  constructor({ api, draft, key, source, fields, uid, row = null, first = {}, before = async () => true }) {
    Object.assign(this, { key, source, fields, uid, row, first, before })
    this.#api = api
    this.#draft = draft
    this.#texts = { ...draft.textsOf(key) }
    if (this.isDirty) this.#rest(row ? 0 : REST_MS)
  }

  get isDirty() {
    return Object.keys(this.#texts).length > 0
  }

  /** What the input of a field says now. */
  text(name) {
    if (name in this.#texts) return this.#texts[name]
    const field = this.fields.find((one) => one.name === name)
    return this.row ? field.text(this.row) : (this.first[name] ?? '')
  }

  waits(name) {
    return name in this.#texts
  }

  /** Somebody typed; '' and false are texts as well. */
  set(name, text) {
    this.#texts[name] = text
    delete this.wrong[name]
    delete this.wrong['']
    if (this.row && this.text(name) === this.fields.find((one) => one.name === name).text(this.row)) delete this.#texts[name]
    this.isKept = this.#draft.keep(this.key, this.#texts)
    this.#be(this.isDirty ? 'device' : 'clean')
    this.#rest(REST_MS)
  }

  #rest(ms) {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.save(), ms)
  }

  #be(state) {
    this.state = this.theirs ? 'stale' : state
    this.events.dispatchEvent(new CustomEvent('change'))
  }

  /** Required fields that say nothing yet. */
  get lacking() {
    return this.fields.filter((field) => field.required && !String(this.text(field.name)).trim())
  }

  /** Send what waits. True when the record is on the server as it is shown here. */
  async save() {
    clearTimeout(this.#timer)
    while (this.#sending) await this.#sending // two at once would overtake each other
    if (this.theirs) return false
    if (this.row && !this.isDirty) return true
    if (!this.row && this.lacking.length) return this.#incomplete()
    this.#sending = this.#send().finally(() => (this.#sending = null))
    return this.#sending
  }

  /** What the server says now, unless something newer is known or is on its way. */
  refresh(row) {
    if (!this.isDirty && !this.#sending && row.version >= (this.row?.version ?? 0)) this.row = row
  }

  #incomplete() {
    if (this.isDirty) this.#be('incomplete')
    return false
  }

  async #send() {
    if (!(await this.before())) return this.#incomplete()
    const texts = { ...this.#texts }
    const values = this.#values()
    if (!values) return this.#refuse()
    this.#be('sending')
    try {
      this.#stored(await this.#request(values), texts)
      return true
    } catch (problem) {
      return this.#failed(problem)
    }
  }

  /** What is to be sent; null when an input cannot be read and nothing else waits. */
  #values() {
    const values = {}
    for (const field of this.fields) {
      if (this.row ? !this.waits(field.name) : !this.text(field.name) && !this.waits(field.name)) continue
      const text = this.text(field.name)
      try {
        values[field.name] = valueOf(field, { value: String(text), checked: text === true })
      } catch (error) {
        if (!error.field) throw error
        this.wrong[field.name] = error.message
      }
    }
    const isReadable = this.row ? Object.keys(values).length > 0 : !Object.keys(this.wrong).length
    return isReadable ? values : null
  }

  async #request(values) {
    if (this.row) {
      const [path, body] = this.source.change(this.uid, values, this)
      return this.#api.send('PATCH', path, body, { 'If-Match': `"${this.row.version}"` })
    }
    const [path, body] = this.source.create(this.uid, values, this)
    const text = JSON.stringify([path, body])
    if (this.#last.text !== text) this.#last = { text, key: newUid() }
    return this.#api.send('POST', path, body, { 'Idempotency-Key': this.#last.key })
  }

  #stored({ data }, texts) {
    this.row = this.source.row(data)
    this.savedAt = new Date()
    for (const [name, text] of Object.entries(texts)) if (this.#texts[name] === text && !(name in this.wrong)) delete this.#texts[name]
    this.#draft.keep(this.key, this.#texts)
    const isWrong = Object.keys(this.wrong).length > 0
    this.#be(isWrong ? 'refused' : this.isDirty ? 'device' : 'clean')
    if (this.isDirty && !isWrong) this.#rest(REST_MS)
    this.events.dispatchEvent(new CustomEvent('saved'))
  }

  #failed(problem) {
    if (!problem.kind) throw problem
    if (problem.kind === 'stale') return this.#overtaken(problem)
    if (['network', 'away'].includes(problem.kind)) {
      this.#be('offline')
      this.#rest(AGAIN_MS)
      return false
    }
    for (const { path, message } of problem.findings) this.wrong[this.#nameAt(path)] = message
    if (!problem.findings.length) this.wrong[''] = problem.detail || problem.title
    return this.#refuse()
  }

  #nameAt(path) {
    const name = path.split('/').at(-1)
    return this.fields.some((field) => field.name === name) ? name : ''
  }

  #refuse() {
    this.#be('refused')
    return false
  }

  /** What the colleague wrote elsewhere is taken over; where both wrote, somebody has to choose. */
  #overtaken({ current }) {
    const row = current ? this.source.row(current) : null
    if (!row) {
      this.wrong[''] = gettext('Somebody else has changed this meanwhile. Load the page anew; what you typed stays.')
      return this.#refuse()
    }
    const clashes = this.fields.filter(({ name, text }) => this.waits(name) && text(row) !== this.text(name) && text(row) !== text(this.row))
    this.row = row
    if (clashes.length) this.theirs = { row, clashes }
    else this.#rest(0)
    this.#be('device')
    return false
  }

  /** End a conflict: keep what was typed here, or take what the colleague saved. */
  choose(isMine) {
    const { clashes } = this.theirs
    this.theirs = null
    if (!isMine) for (const { name } of clashes) delete this.#texts[name]
    this.#draft.keep(this.key, this.#texts)
    this.#be(this.isDirty ? 'device' : 'clean')
    this.#rest(0)
  }

  /** It is not to be stored after all. */
  drop() {
    clearTimeout(this.#timer)
    this.#texts = {}
    this.#draft.keep(this.key, {})
  }
}
