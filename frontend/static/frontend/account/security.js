// security.js: the page of the second factor: begin, confirm, turn off.

import { Api } from '../ui/api.js'
import { icon } from '../ui/dom.js'
import { gettext, interpolate, shortDate } from '../ui/i18n.js'
import { qrCode } from './qr.js'
import { complain, forgive } from './words.js'

const PATH = '/api/session/second-factor'

const api = new Api()
const message = document.getElementById('message')
const state = document.getElementById('state')
const forms = Object.fromEntries(['begin', 'confirm', 'remove'].map((id) => [id, document.getElementById(id)]))

/** One form at a time. */
function show(wanted) {
  for (const [id, form] of Object.entries(forms)) {
    form.hidden = id !== wanted
    form.reset()
  }
}

function tell({ on, since }) {
  const text = on ? interpolate(gettext('It is on since %(day)s.'), { day: shortDate(since) }) : gettext('It is off.')
  state.replaceChildren(icon(on ? 'badge-check' : 'circle-dashed'), text)
  show(on ? 'remove' : 'begin')
}

async function load() {
  try {
    tell((await api.get(PATH)).data)
  } catch (problem) {
    complain(message, problem)
  }
}

/** Let `work` run for a form that was sent; its button waits meanwhile. */
function submitted(form, work) {
  form.addEventListener('submit', async (event) => {
    event.preventDefault()
    forgive(message, form)
    const button = form.querySelector('[type="submit"]')
    button.disabled = true
    try {
      await work(form.elements)
    } catch (problem) {
      complain(message, problem, form)
    } finally {
      button.disabled = false
    }
  })
}

async function begin({ password }) {
  const { data } = await api.send('POST', PATH, { password: password.value })
  show('confirm')
  document.getElementById('qr').replaceChildren(qrCode(data.qr, gettext('QR code for the authenticator')))
  document.getElementById('key').textContent = data.secret.match(/.{1,4}/g).join(' ')
  document.getElementById('address').href = data.address
  document.getElementById('confirm-title').focus()
}

async function confirm({ code }) {
  tell((await api.send('PUT', PATH, { code: code.value })).data)
  state.focus()
}

async function remove({ password, code }) {
  await api.send('DELETE', PATH, { password: password.value, code: code.value })
  await load()
  state.focus()
}

api.events.addEventListener('signed-out', () => location.assign('/sign-in?next=/account/security'), { once: true })
submitted(forms.begin, begin)
submitted(forms.confirm, confirm)
submitted(forms.remove, remove)
load()
