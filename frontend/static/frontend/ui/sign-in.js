// sign-in.js: the page before the bench.

import { Api } from './api.js'
import { icon } from './dom.js'
import { gettext } from './i18n.js'
import { page } from './page.js'

const form = document.getElementById('sign-in')
const message = document.getElementById('message')
const submit = document.getElementById('submit')
const api = new Api()

function say(text) {
  message.replaceChildren(icon('circle-alert'), text)
  message.hidden = false
}

function missing() {
  const empty = ['username', 'password'].find((name) => !form.elements[name].value)
  form.elements[empty]?.focus()
  return Boolean(empty)
}

function fail(problem) {
  submit.disabled = false
  say(problem.detail || problem.title)
  if (problem.code.startsWith('second_factor_')) return askCode()
  if (problem.code !== 'sign_in_failed') return
  form.elements.password.value = ''
  form.elements.password.focus()
}

/** The password was right; it stays where it is. */
function askCode() {
  document.getElementById('code').hidden = false
  form.elements.code.value = ''
  form.elements.code.focus()
}

async function signIn(event) {
  event.preventDefault()
  message.hidden = true
  if (missing()) return say(gettext('Type your user name and your password.'))
  submit.disabled = true
  try {
    await api.signIn(form.elements.username.value.trim(), form.elements.password.value, form.elements.code.value)
    location.assign(page.next)
  } catch (problem) {
    fail(problem)
  }
}

form.addEventListener('submit', signIn)
form.elements.username.focus()
