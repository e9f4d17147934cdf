// tokens.js: the page on which people make, see and revoke the tokens of their programs.

import { Api } from '../ui/api.js'
import { element, icon } from '../ui/dom.js'
import { gettext, interpolate } from '../ui/i18n.js'
import { copied } from './copy.js'
import { tokenRow } from './token-row.js'

const DAY_MS = 24 * 60 * 60 * 1000

const api = new Api()
const form = document.getElementById('make')
const list = document.getElementById('list')
const message = document.getElementById('message')
const shown = document.getElementById('shown')
const secret = document.getElementById('secret')
const submit = document.getElementById('submit')

function say(text) {
  document.getElementById('said').textContent = text
}

function complain(text) {
  message.replaceChildren(icon('circle-alert'), text)
  message.hidden = false
}

function words({ title, detail }) {
  return detail && detail !== title ? `${title}\n${detail}` : title
}

async function load() {
  list.setAttribute('aria-busy', 'true')
  try {
    const { data } = await api.get('/api/tokens')
    show(data.tokens)
  } catch (problem) {
    list.replaceChildren(failure(problem))
  }
  list.setAttribute('aria-busy', 'false')
}

function show(tokens) {
  list.replaceChildren(...(tokens.length ? tokens.map((token) => tokenRow(token, revoke)) : [nothing()]))
}

function nothing() {
  return element('li', { class: 'tokens-empty' }, gettext('You have no token yet. Make one above when a program needs it.'))
}

function failure(problem) {
  const again = element('button', { class: 'button', type: 'button', on: { click: load } }, icon('refresh-cw'), gettext('Try again'))
  const text = element('p', { class: 'message', role: 'alert' }, icon('circle-alert'), words(problem))
  return element('li', { class: 'tokens-failure' }, text, again)
}

async function make(event) {
  event.preventDefault()
  message.hidden = true
  const { name, scope, days } = form.elements
  if (!name.value.trim()) {
    complain(gettext('Write what the token is for, so that you recognise it later.'))
    return name.focus()
  }
  submit.disabled = true
  try {
    const expires = new Date(Date.now() + Number(days.value) * DAY_MS).toISOString()
    const { data } = await api.send('POST', '/api/tokens', { name: name.value.trim(), scope: scope.value, expires })
    form.reset()
    reveal(data.token)
    await load()
  } catch (problem) {
    complain(words(problem))
  } finally {
    submit.disabled = false
  }
}

function reveal(text) {
  secret.value = text
  document.getElementById('copied').textContent = ''
  shown.hidden = false
  document.getElementById('shown-title').focus()
}

function hide() {
  secret.value = ''
  shown.hidden = true
  form.elements.name.focus()
}

async function copy() {
  document.getElementById('copied').textContent = await copied(secret)
}

async function revoke(token) {
  try {
    await api.send('DELETE', `/api/tokens/${token.id}`)
    await load()
    say(interpolate(gettext('%(name)s is revoked.'), token))
    list.focus()
  } catch (problem) {
    complain(words(problem))
  }
}

api.events.addEventListener('signed-out', () => location.assign('/sign-in?next=/account/tokens'), { once: true })
form.addEventListener('submit', make)
document.getElementById('copy').addEventListener('click', copy)
document.getElementById('close').addEventListener('click', hide)
load()
