// dossier.js: everything that belongs to one application, as it is stored now, and what the reader may change in it.

import { gettext, pick } from '../../ui/i18n.js'
import { newUid } from '../../map/editor/identity.js'
import { sendOrKeep } from '../../offline/keep.js'
import { Outbox } from '../../offline/outbox.js'
import { recordsWithWaiting } from '../../offline/overlay.js'
import { may, say } from '../start.js'

/** Records that are listed by their application. */
const KINDS = ['consents', 'documents', 'attachments', 'surveys', 'designs', 'works', 'comments']
const CLOSED = ['REJECTED', 'WITHDRAWN']
/** Who helps a household writes until the papers are checked. */
const HELPERS = ['VOLUNTEER', 'HOUSEHOLD']
const HELPERS_WRITE_IN = ['DRAFT', 'APPLIED', 'RETURNED']

export class Dossier {
  #last = { text: '', key: '' }
  #outbox

  constructor(world, uid) {
    Object.assign(this, world, { uid })
    this.rows = {}
    this.parcels = []
    this.#outbox = new Outbox(this.me.username)
  }

  /** Where what is done without a network waits. */
  get outbox() {
    return this.#outbox
  }

  /** Read it all. Throws ApiProblem. */
  async load() {
    const [application, transitions, parcels, ...lists] = await Promise.all([
      this.api.get(`/api/applications/${this.uid}`),
      this.api.get(`/api/applications/${this.uid}/transitions`),
      this.reads('parcels') ? this.api.items('parcels', { application: this.uid, limit: 100 }) : { features: [] },
      ...KINDS.map((kind) => this.#list(kind)),
    ])
    const applicant = this.reads('applicants') ? (await this.api.get(`/api/applicants/${application.data.applicant}`)).data : null
    Object.assign(this, { application: application.data, applicant, parcels: parcels.features })
    Object.assign(this, { moves: transitions.data.moves, path: transitions.data.path })
    this.rows = Object.fromEntries(KINDS.map((kind, i) => [kind, lists[i]]))
    this.rows.surveys = await recordsWithWaiting(this.#outbox, '/api/surveys', this.uid, this.rows.surveys)
  }

  async #list(kind) {
    if (!this.reads(kind)) return []
    return (await this.api.get(`/api/${kind}`, { application: this.uid, limit: 500 })).data.items
  }

  reads(kind) {
    return may(this.me, 'read', kind)
  }

  get isClosed() {
    return CLOSED.includes(this.application.state)
  }

  /** Why the reader cannot do this now; '' when he can. */
  whyNot(action, kind) {
    if (this.isClosed) return gettext('The application is closed.')
    if (!may(this.me, action, kind)) return gettext('Your role may not do this. The amphoe officer can.')
    const isHelper = HELPERS.includes(this.me.role.code)
    if (isHelper && !HELPERS_WRITE_IN.includes(this.application.state)) return gettext('The papers are checked: only officers change this now.')
    return ''
  }

  /** The name of a code. */
  name(list, code) {
    return pick(this.codes[list].find((row) => row.code === code), 'name') || code || ''
  }

  /** Store a new record of this application, or one of a parcel. */
  create(kind, values) {
    const given = Object.entries(values).filter(([, value]) => value !== null && value !== '')
    const owner = kind === 'documents' ? {} : { application: this.uid }
    return this.post(`/api/${kind}`, { ...owner, ...Object.fromEntries(given) })
  }

  /** A survey is made in the field: without a network it is kept until there is one. */
  async survey(values) {
    const given = Object.entries(values).filter(([, value]) => value !== null && value !== '')
    const body = { uid: newUid(), application: this.uid, ...Object.fromEntries(given) }
    await this.#keepSurvey({ id: newUid(), method: 'POST', path: '/api/surveys', body, ifMatch: null, base: null })
  }

  async resurvey(uid, changes) {
    if (!Object.keys(changes).length) return
    const { isWaiting: _waits, ...base } = this.rows.surveys.find((row) => row.uid === uid)
    await this.#keepSurvey({ id: newUid(), method: 'PATCH', path: `/api/surveys/${uid}`, body: changes, ifMatch: base.version, base })
  }

  async #keepSurvey(about) {
    const { method, path, body, ifMatch } = about
    const match = ifMatch === null ? {} : { 'If-Match': `"${ifMatch}"` }
    const send = (key) => this.#sendStale(() => this.api.send(method, path, body, { ...match, ...key }))
    const { isKept } = await sendOrKeep(this.#outbox, { ...about, row: `surveys/${this.uid}`, kind: 'survey', title: this.application.no }, send)
    if (isKept) say(gettext('Kept on this device; it is sent when there is a connection.'))
  }

  /** Send once: the same again, after an answer that was lost, carries the same key and is not done twice. */
  async post(path, body) {
    const text = JSON.stringify([path, body])
    if (this.#last.text !== text) this.#last = { text, key: newUid() }
    const answer = await this.api.send('POST', path, body, { 'Idempotency-Key': this.#last.key })
    this.#last = { text: '', key: '' }
    return answer
  }

  /** Change a record; when somebody was faster, read what is there now, so that saving again is a choice. */
  async change(kind, uid, changes) {
    if (!Object.keys(changes).length) return
    const current = kind === 'applications' ? this.application : this.rows[kind].find((row) => row.uid === uid)
    await this.#sendStale(() => this.api.send('PATCH', `/api/${kind}/${uid}`, changes, { 'If-Match': `"${current.version}"` }))
  }

  async remove(kind, { uid, version }) {
    await this.#sendStale(() => this.api.send('DELETE', `/api/${kind}/${uid}`, null, { 'If-Match': `"${version}"` }))
  }

  async #sendStale(send) {
    try {
      return await send()
    } catch (problem) {
      if (problem.kind === 'stale') await this.reload()
      throw problem
    }
  }
}
