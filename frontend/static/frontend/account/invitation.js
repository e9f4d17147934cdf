// invitation.js: the page behind an invitation: who is meant, a password of one's own, and into the platform.

import { Api } from '../ui/api.js'
import { element } from '../ui/dom.js'
import { gettext, pick, shortDate } from '../ui/i18n.js'
import { page } from '../ui/page.js'
import { complain, forgive, words } from './words.js'

const PATH = `/api/invitations/${encodeURIComponent(page.secret)}`

const api = new Api()
const form = document.getElementById('accept')
const message = document.getElementById('message')
const submit = document.getElementById('submit')

async function open() {
  try {
    show((await api.get(PATH)).data)
  } catch (problem) {
    close(problem)
  }
}

function show(invited) {
  document.getElementById('who').replaceChildren(
    fact(gettext('Name'), invited.name),
    fact(gettext('User name'), invited.username),
    fact(gettext('Role'), pick(invited.role, 'name')),
    fact(gettext('Area'), pick(invited.area, 'name')),
    fact(gettext('The link works until'), shortDate(invited.expires)),
  )
  form.elements.username.value = invited.username
  document.getElementById('code').hidden = !invited.second_factor
  form.hidden = false
  form.elements.password.focus()
}

function fact(name, value) {
  return element('div', {}, element('dt', {}, name), element('dd', {}, value))
}

function close(problem) {
  form.hidden = true
  document.getElementById('reason').textContent = words(problem)
  document.getElementById('closed').hidden = false
  document.getElementById('closed-title').focus()
}

async function accept(event) {
  event.preventDefault()
  forgive(message, form)
  const { username, password, again, code } = form.elements
  if (password.value !== again.value) {
    complain(message, gettext('The two passwords differ.'))
    return again.focus()
  }
  submit.disabled = true
  try {
    await api.session()
    await api.send('POST', PATH, { password: password.value, ...(code.value ? { code: code.value } : {}) })
    await enter(username.value, password.value, Boolean(code.value))
  } catch (problem) {
    if (problem.code === 'invitation_over') return close(problem)
    complain(message, problem, form)
  } finally {
    submit.disabled = false
  }
}

/** Who has a second factor has just used its code and signs in with the next one. */
async function enter(username, password, hasSecond) {
  if (!hasSecond) await api.signIn(username, password)
  form.hidden = true
  document.getElementById('secure').hidden = hasSecond
  document.getElementById('next').textContent = hasSecond
    ? gettext('Sign in with it and with the next code of your authenticator.')
    : gettext('You are signed in. A second factor protects you if somebody learns the password; you can add it later too.')
  document.getElementById('done').hidden = false
  document.getElementById('done-title').focus()
}

form.addEventListener('submit', accept)
open()
