// registration.js: one application on its way in: its records, which save themselves, and what is still to be brought.

import { newUid } from '../../map/editor/identity.js'
import { Dossier } from '../one/dossier.js'
import { say } from '../start.js'
import { Draft } from './draft.js'
import { applicantFields, applicantSource, applicationFields, documentFields, documentSource, parcelFields, parcelRow, parcelSource, recordSource } from './fields.js'
import { AutoRecord } from './record.js'

const PEOPLE = 'people'

/** A row may lie where the reader registers nobody: its own tambon can be read all the same. */
function placesWith(row, places) {
  return !row || places.some(([code]) => code === row.tambon) ? places : [...places, [row.tambon, row.tambon_th]]
}

/** `events` dispatches 'change' when something to be shown has changed. */
export class Registration extends Dossier {
  events = new EventTarget()
  /** Records by kind, by uid. */
  land = new Map()
  papersOfRight = new Map()
  moves = []
  warnings = []
  path = []

  constructor(world, uid, places) {
    super(world, uid)
    this.places = places
    this.draft = new Draft(world.me.username, uid)
    this.application = { uid, state: 'DRAFT', tambon: this.places[0]?.[0] ?? '', applicant_name: '', relation: 'HOLDER' }
    for (const kind of ['consents', 'documents', 'attachments']) this.rows[kind] = []
  }

  get isStored() {
    return Boolean(this.wish?.row)
  }

  /** Begin a new one, or go on with one that only this device knows. `applicant`: a stored row it is for. */
  begin(applicant = null) {
    const about = this.draft.about
    const uid = applicant?.uid ?? about.applicant ?? newUid()
    this.draft.tell({ applicant: uid })
    this.#people(uid, applicant)
    this.wish = this.#record('application', uid, {
      uid: this.uid, source: recordSource('applications', () => ({ applicant: this.applicant.uid })), fields: applicationFields(this.codes, this.places),
      first: { model: 'HLM', relation: 'HOLDER' }, before: () => this.applicant.save(),
    })
    this.#restore()
  }

  /** The application is for somebody whom the register knows. */
  choose(applicant) {
    this.applicant.drop()
    this.begin(applicant)
    this.wish.save()
    this.show()
  }

  /** Go on with one that the server has. Throws ApiProblem. */
  async resume() {
    await this.load()
    this.#people(this.application.applicant, this.applicant)
    this.wish = this.#record('application', this.uid, {
      uid: this.uid, row: this.application, source: recordSource('applications'), fields: applicationFields(this.codes, placesWith(this.application, this.places)),
    })
    this.draft.tell({ applicant: null })
    for (const feature of this.parcels) this.#parcel(feature.id, parcelRow(feature))
    for (const row of this.rows.documents) this.#paperOfRight(row.uid, row)
    this.#restore()
  }

  #people(uid, row) {
    const home = this.me.area?.code ?? ''
    const first = { kind: 'PERSON', sector: 'PEOPLE', tambon: this.places.length === 1 ? this.places[0][0] : '', village_code: home.length === 8 ? String(Number(home.slice(6))) : '' }
    this.applicant = this.#record('applicant', uid, { uid, row, first, source: applicantSource(), fields: applicantFields(this.codes, placesWith(row, this.places)) })
    this.applicant.events.addEventListener('saved', () => this.wish.row || this.wish.save())
  }

  #record(kind, uid, how) {
    const record = new AutoRecord({ api: this.api, draft: this.draft, key: `${kind}/${uid}`, ...how })
    record.events.addEventListener('change', () => this.show())
    record.events.addEventListener('saved', () => this.#saved(kind))
    return record
  }

  /** What was begun here and never reached the server. */
  #restore() {
    for (const key of this.draft.waiting) {
      const [kind, uid] = key.split('/')
      if (kind === 'parcel' && !this.land.has(uid)) this.#parcel(uid)
      if (kind === 'document' && !this.papersOfRight.has(uid)) this.#paperOfRight(uid)
    }
  }

  addParcel() {
    return this.#parcel(newUid())
  }

  #parcel(uid, row = null) {
    const record = this.#record('parcel', uid, {
      uid, row, source: parcelSource(this.uid), fields: parcelFields(this.codes, this.places),
      first: { land_class: 'PRIVATE', tambon: this.application.tambon }, before: () => this.wish.save(),
    })
    this.land.set(uid, record)
    return record
  }

  addDocument(parcel) {
    const record = this.#paperOfRight(newUid())
    record.set('parcel', parcel)
    return record
  }

  /** A new one waits until its parcel is stored. */
  #paperOfRight(uid, row = null) {
    const owner = { name: 'parcel', label: '', isHidden: true, required: true, text: (stored) => stored.parcel }
    const record = this.#record('document', uid, {
      uid, row, source: documentSource(), fields: [owner, ...documentFields(this.codes)], first: { doc_type: 'NS4' },
      before: async () => this.land.get(record.text('parcel'))?.save() ?? false,
    })
    this.papersOfRight.set(uid, record)
    return record
  }

  /** A new parcel or document that is not wanted after all. */
  drop(record) {
    record.drop()
    this.land.delete(record.uid)
    this.papersOfRight.delete(record.uid)
    this.show()
  }

  async #saved(kind) {
    if (kind === 'application') this.application = { ...this.application, ...this.wish.row }
    if (!this.isStored) return
    this.draft.tell({ applicant: null })
    this.events.dispatchEvent(new CustomEvent('stored'))
    await this.reload()
  }

  /** Read anew what the server adds: areas, what is missing. What is being typed stays. */
  async reload() {
    if (!this.isStored) return
    try {
      const held = this.applicant
      await this.load()
      this.#refresh(held)
    } catch (problem) {
      if (!problem.kind) throw problem
      say(problem.detail || problem.title)
    }
    this.show()
  }

  /** `load` has put stored rows in place; records take those that nothing waits for. */
  #refresh(held) {
    const row = this.applicant
    this.applicant = held
    if (row) held.refresh(row)
    this.wish.refresh(this.application)
    for (const stored of this.parcels.map(parcelRow)) (this.land.get(stored.uid) ?? this.#parcel(stored.uid, stored)).refresh(stored)
    for (const stored of this.rows.documents) (this.papersOfRight.get(stored.uid) ?? this.#paperOfRight(stored.uid, stored)).refresh(stored)
    this.#forget()
  }

  #forget() {
    const stay = new Set([...this.parcels.map(({ id }) => id), ...this.rows.documents.map(({ uid }) => uid)])
    for (const map of [this.land, this.papersOfRight]) {
      for (const [uid, record] of map) if (record.row && !record.isDirty && !stay.has(uid)) map.delete(uid)
    }
  }

  get records() {
    return [this.applicant, this.wish, ...this.land.values(), ...this.papersOfRight.values()]
  }

  get isOfPeople() {
    return this.codes.applicant_kind.find(({ code }) => code === this.applicant.text('kind'))?.line === PEOPLE
  }

  /** A parcel that is drawn already. Throws ApiProblem: parcel_taken names number and office of who has it. */
  async takeParcel(uid) {
    if (!(await this.wish.save())) return false
    const { properties } = await this.api.item('parcels', uid)
    await this.api.send('PATCH', `/api/collections/parcels/items/${uid}`, { type: 'Feature', properties: { application: this.uid } }, { 'If-Match': `"${properties.version}"` })
    await this.reload()
    return true
  }

  show() {
    this.events.dispatchEvent(new CustomEvent('change'))
  }
}
