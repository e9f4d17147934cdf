// officer-form.js: the dialog in which an officer is invited or changed.

import { element } from '../ui/dom.js'
import { gettext, interpolate, lang, pick, shortDate } from '../ui/i18n.js'
import { Place } from './officer-place.js'
import { complain, forgive } from './words.js'

const PAUSE_MS = 300

export class OfficerForm {
  #api
  #dialog = document.getElementById('dialog')
  #form = document.getElementById('form')
  #message = document.getElementById('form-message')
  #place
  #officer = null
  #save
  #searching = 0

  /** `home`: the reader's area; `save(wish, officer)` stores and gives what to do afterwards; officer is null for a new one. */
  constructor(api, home, save) {
    this.#api = api
    this.#save = save
    this.#place = new Place(api, home, this.#form.elements)
    this.#form.addEventListener('submit', (event) => this.#submit(event))
    this.#form.elements.role.addEventListener('change', () => this.#choose(this.#form.elements.role.value))
    document.getElementById('cancel').addEventListener('click', () => this.#dialog.close())
    document.getElementById('applicant-search').addEventListener('input', () => this.#search())
  }

  /** Open for one officer, or for a new one. `roles`: those that may be given, as rows of the code list. */
  async open(officer, roles) {
    this.#officer = officer
    this.#form.reset()
    this.#place.forget()
    forgive(this.#message, this.#form)
    document.getElementById('applicants').replaceChildren(this.#legend())
    document.getElementById('dialog-title').textContent = officer
      ? interpolate(gettext('Edit %(name)s'), officer)
      : gettext('Invite an officer')
    document.getElementById('save').textContent = officer ? gettext('Save') : gettext('Make the link')
    for (const node of this.#form.querySelectorAll('[data-new]')) node.hidden = Boolean(officer)
    this.#fill(officer, roles)
    this.#dialog.showModal()
    ;(officer ? this.#form.elements.name : this.#form.elements.username).focus()
    await this.#offered(() => this.#choose(this.#form.elements.role.value, officer?.area))
  }

  #fill(officer, roles) {
    const { name, email, role, term_ends: term } = this.#form.elements
    // A household's account stays one, and nothing else becomes one.
    const fitting = officer ? roles.filter(({ code }) => (code === 'HOUSEHOLD') === (officer.role === 'HOUSEHOLD')) : roles
    const chosen = officer?.role ?? 'AMPHOE_OFFICER'
    role.replaceChildren(
      ...fitting.map((one) => element('option', { value: one.code, selected: one.code === chosen }, pick(one, 'name'))),
    )
    name.value = officer?.name ?? ''
    email.value = officer?.email ?? ''
    term.value = officer?.term_ends ? day(officer.term_ends) : ''
  }

  async #choose(role, area = '') {
    document.getElementById('applicant-field').hidden = role !== 'HOUSEHOLD' || Boolean(this.#officer)
    await this.#offered(() => this.#place.offer(role, area))
  }

  async #offered(work) {
    try {
      await work()
    } catch (problem) {
      complain(this.#message, problem)
    }
  }

  #search() {
    clearTimeout(this.#searching)
    this.#searching = setTimeout(() => this.#offered(() => this.#find()), PAUSE_MS)
  }

  async #find() {
    const q = document.getElementById('applicant-search').value.trim()
    const { data } = q ? await this.#api.get('/api/applicants', { q, limit: 20 }) : { data: { items: [] } }
    const none = q && !data.items.length && element('p', {}, gettext('Nobody of that name.'))
    document.getElementById('applicants').replaceChildren(this.#legend(), ...data.items.map(choice), none || '')
  }

  #legend() {
    return element('legend', { class: 'hidden-text' }, gettext('Applicants found'))
  }

  get #wish() {
    const { username, name, email, role, term_ends: term, applicant } = this.#form.elements
    const common = { name: name.value.trim(), email: email.value.trim(), term_ends: term.value.trim() || null }
    // The area of a household is nothing to choose: its own application lies where it lies.
    const area = role.value === 'HOUSEHOLD' && this.#officer ? this.#officer.area : this.#place.code
    const wish = { ...common, role: role.value, area }
    if (this.#officer) return wish
    return { ...wish, username: username.value.trim(), ...(applicant?.value ? { applicant: applicant.value } : {}) }
  }

  async #submit(event) {
    event.preventDefault()
    forgive(this.#message, this.#form)
    const button = document.getElementById('save')
    button.disabled = true
    try {
      const done = await this.#save(this.#wish, this.#officer)
      this.#dialog.close()
      done()
    } catch (problem) {
      if (problem.kind === 'stale') this.#compare(problem)
      else complain(this.#message, problem, this.#form)
    } finally {
      button.disabled = false
    }
  }

  /** Somebody was faster: say how it is now; saving once more replaces that. */
  #compare(problem) {
    this.#officer = problem.current
    const now = interpolate(gettext('It is now: %(now)s'), { now: nowOf(problem.current) })
    complain(this.#message, `${problem.title}\n${now}`)
  }
}

function nowOf(officer) {
  return [officer.name, pick(officer, 'area_name'), officer.suspended && gettext('Suspended')].filter(Boolean).join(' · ')
}

/** A day as the API reads it and as people write it. */
function day(iso) {
  return lang === 'th' ? shortDate(iso) : iso
}

function choice(applicant) {
  const radio = element('input', { type: 'radio', name: 'applicant', value: applicant.uid })
  return element('label', {}, radio, element('span', {}, `${applicant.name_th} · ${applicant.tambon_th}`))
}
