// sending.js: files on their way, two at a time, each with its picture and progress; a failed one waits to be sent again.

import { newUid } from '../../map/editor/identity.js'

const AT_ONCE = 2

/** `events` dispatches 'change' (jobs), 'progress' {job}, 'done' when all are through. A job: {uid, file, kind, address, part, problem}. */
export class Sending {
  events = new EventTarget()
  jobs = []
  #flow
  #busy = 0

  constructor(flow) {
    this.#flow = flow
  }

  of(kind) {
    return this.jobs.filter((job) => job.kind === kind)
  }

  /** `replaces`: the row that goes once this one has arrived. */
  add(file, kind, { masked = false, replaces = null } = {}) {
    const address = file.type.startsWith('image/') ? URL.createObjectURL(file) : ''
    this.jobs.push({ uid: newUid(), file, kind, masked, replaces, address, part: 0, state: 'waiting', problem: null })
    this.#tell('change')
    this.#work()
  }

  again(job) {
    Object.assign(job, { state: 'waiting', problem: null, part: 0 })
    this.#tell('change')
    this.#work()
  }

  drop(job) {
    this.jobs = this.jobs.filter((one) => one !== job)
    if (job.address) URL.revokeObjectURL(job.address)
    this.#tell('change')
  }

  #tell(name, detail = {}) {
    this.events.dispatchEvent(new CustomEvent(name, { detail }))
  }

  async #work() {
    const job = this.#busy < AT_ONCE && this.jobs.find(({ state }) => state === 'waiting')
    if (!job) return
    this.#busy += 1
    job.state = 'sending'
    this.#work()
    await this.#send(job)
    this.#busy -= 1
    const isThrough = !this.#busy && !this.jobs.some(({ state }) => state === 'waiting')
    if (isThrough) this.#tell('done')
    this.#work()
  }

  /** The uid is made here: a file that is sent again after a lost answer is not stored twice. */
  async #send(job) {
    const { file, kind, masked, uid } = job
    try {
      if (!(await this.#flow.wish.save())) throw Object.assign(new Error('not stored'), { kind: 'waits', title: '' })
      const params = { application: this.#flow.uid, kind, name: file.name, uid, ...(masked ? { masked: 'true' } : {}) }
      await this.#flow.api.upload('/api/attachments', params, file, (part) => this.#progress(job, part))
      if (job.replaces) await this.#flow.remove('attachments', job.replaces)
      this.drop(job)
    } catch (problem) {
      if (!problem.kind) throw problem
      Object.assign(job, { state: 'failed', problem })
      this.#tell('change')
    }
  }

  #progress(job, part) {
    job.part = part
    this.#tell('progress', { job })
  }
}
