// login-dialog.js: the dialog in which an officer's database login for QGIS is made, renewed and closed.

import { element } from '../ui/dom.js'
import { gettext, interpolate, shortDate } from '../ui/i18n.js'
import { copied } from './copy.js'
import { complain, forgive } from './words.js'

const [dialog, acts, message, given, block] = ['login-dialog', 'login-acts', 'login-message', 'login-given', 'login-block'].map(
  (id) => document.getElementById(id),
)

export class LoginDialog {
  #api
  #changed
  #officer = null

  /** `changed()` is called, and waited for, after each step that was stored. */
  constructor(api, changed) {
    this.#api = api
    this.#changed = changed
    document.getElementById('login-copy').addEventListener('click', async () => {
      document.getElementById('login-copied').textContent = await copied(block)
    })
    document.getElementById('login-close').addEventListener('click', () => dialog.close())
    dialog.addEventListener('close', () => {
      this.#forget()
      // The row is another one by now when something has changed.
      document.querySelector(`[data-username="${CSS.escape(this.#officer.username)}"] .officers-login`)?.focus()
    })
  }

  open(officer) {
    this.#forget()
    document.getElementById('login-title').textContent = interpolate(gettext('QGIS login of %(name)s'), officer)
    this.#show(officer)
    dialog.showModal()
    ;(acts.querySelector('button') ?? document.getElementById('login-close')).focus()
  }

  /** What was shown once is gone when the dialog is. */
  #forget() {
    block.value = ''
    given.hidden = true
    document.getElementById('login-copied').textContent = ''
    forgive(message)
  }

  #show(officer) {
    this.#officer = officer
    document.getElementById('login-facts').replaceChildren(...factsOf(officer))
    acts.replaceChildren(...this.#actsOf(officer))
  }

  #actsOf(officer) {
    const give = (text) => button(text, () => this.#give(), 'button-main')
    if (officer.suspended || officer.is_over) {
      return [element('p', { class: 'tokens-hint' }, gettext('It is closed because the account may not work. Give its rights back first.'))]
    }
    if (officer.login_state === 'none') return [give(gettext('Make the login'))]
    if (officer.login_state === 'suspended') return [give(gettext('Open it again with a new password'))]
    return [
      button(gettext('New password'), () => this.#ask('renew')),
      button(gettext('Suspend the login'), () => this.#ask('suspend')),
    ]
  }

  /** What ends something for the officer asks once more. */
  #ask(what) {
    const { question, yes, kind } = questions()[what]
    const sure = button(yes, () => (what === 'renew' ? this.#give() : this.#suspend()), kind)
    const keep = button(gettext('Cancel'), () => {
      this.#show(this.#officer)
      acts.querySelectorAll('button')[what === 'renew' ? 0 : 1].focus()
    })
    acts.replaceChildren(element('p', { class: 'officers-sure' }, question), sure, keep)
    sure.focus()
  }

  async #give() {
    await this.#attempt(async () => {
      const { data } = await this.#api.send('POST', `/api/officers/${this.#officer.id}/login`)
      block.value = data.service
      given.hidden = false
      document.getElementById('login-copied').textContent = ''
      await this.#renew()
      document.getElementById('login-given-title').focus()
    })
  }

  async #suspend() {
    await this.#attempt(async () => {
      this.#forget()
      await this.#api.send('POST', `/api/officers/${this.#officer.id}/login/suspension`)
      await this.#renew()
      acts.querySelector('button')?.focus()
    })
  }

  /** How the officer is now, here and in the list. */
  async #renew() {
    const { data } = await this.#api.get(`/api/officers/${this.#officer.id}`)
    this.#show(data)
    await this.#changed()
  }

  async #attempt(work) {
    forgive(message)
    dialog.setAttribute('aria-busy', 'true')
    for (const one of acts.querySelectorAll('button')) one.disabled = true
    try {
      await work()
    } catch (problem) {
      complain(message, problem)
      this.#show(this.#officer)
    } finally {
      dialog.setAttribute('aria-busy', 'false')
    }
  }
}

function factsOf(officer) {
  const { login, login_state: state, login_set_at: since } = officer
  return [
    fact(gettext('State'), element('span', { class: `tokens-mark ${KINDS[state]}` }, stateWords()[state])),
    login && fact(gettext('Login'), element('code', {}, login)),
    since && fact(gettext('Password of'), shortDate(since)),
  ].filter(Boolean)
}

const KINDS = { none: 'login-mark-none', active: '', suspended: 'tokens-mark-over' }

function stateWords() {
  return { none: gettext('No login yet'), active: gettext('In use'), suspended: gettext('Suspended') }
}

function fact(name, value) {
  return element('div', {}, element('dt', {}, name), element('dd', {}, value))
}

function questions() {
  return {
    renew: {
      question: gettext('The old password ends at once. Who is connected stays so until QGIS is closed; to end that, suspend the login first.'),
      yes: gettext('Yes, make a new password'),
      kind: 'button-main',
    },
    suspend: {
      question: gettext('QGIS is cut off at once and can connect no more. The officer still works on the web.'),
      yes: gettext('Yes, suspend the login'),
      kind: 'tokens-danger',
    },
  }
}

function button(text, click, kind = '') {
  return element('button', { class: `button ${kind}`, type: 'button', on: { click } }, text)
}
