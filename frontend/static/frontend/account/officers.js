// officers.js: the page on which officers are found, invited, changed and suspended.

import { Api } from '../ui/api.js'
import { element, icon } from '../ui/dom.js'
import { gettext, interpolate, ngettext, number, pick, shortDate } from '../ui/i18n.js'
import { copied } from './copy.js'
import { LoginDialog } from './login-dialog.js'
import { OfficerForm } from './officer-form.js'
import { officerRow } from './officer-row.js'
import { complain, forgive, words } from './words.js'

const PATH = '/api/officers'
const PAUSE_MS = 300

const api = new Api()
const [filter, list, message, more, shown, link] = ['filter', 'list', 'message', 'more', 'shown', 'link'].map((id) =>
  document.getElementById(id),
)
const logins = new LoginDialog(api, () => attempt(load))
const acts = {
  edit, invite, login: (officer) => logins.open(officer),
  suspend: (officer) => suspended(officer, true), restore: (officer) => suspended(officer, false),
}
let me = null
let roles = new Map()
let offered = []
let form = null
let after = null
let pause = 0

function say(text) {
  document.getElementById('said').textContent = text
}

async function start() {
  try {
    ;({ data: me } = await api.get('/api/me'))
    const { data: codes } = await api.get('/api/codes/role')
    roles = new Map(codes.map((role) => [role.code, role]))
    form = new OfficerForm(api, me.area, save)
    await load()
    fill(filter.elements.role, codes)
    await offerAreas()
    document.getElementById('invite').disabled = false
  } catch (problem) {
    list.replaceChildren(failure(problem))
  }
}

async function offerAreas() {
  const asked = { parent: me.area.code, skipGeometry: true, limit: 200, sortby: 'code' }
  const { features } = await api.items('areas', asked)
  fill(filter.elements.area, features.map(({ properties }) => properties))
}

function fill(select, rows) {
  select.append(...rows.map((row) => element('option', { value: row.code }, pick(row, 'name'))))
}

/** The first page of what is asked for; with `from` the next one below it. */
async function load(from = null) {
  list.setAttribute('aria-busy', 'true')
  const { q, role, area } = filter.elements
  try {
    const { data } = await api.get(PATH, { q: q.value.trim(), role: role.value, area: area.value, after: from })
    show(data, Boolean(from))
  } finally {
    list.setAttribute('aria-busy', 'false')
  }
}

function show(data, isMore) {
  offered = data.roles
  after = data.after
  more.hidden = !after
  const text = ngettext('%(count)s account', '%(count)s accounts', data.numberMatched)
  document.getElementById('count').textContent = interpolate(text, { count: number(data.numberMatched) })
  const rows = data.officers.map((one) => officerRow(one, { roles, isSelf: one.username === me.username, acts }))
  if (isMore) list.append(...rows)
  else list.replaceChildren(...(rows.length ? rows : [nothing()]))
}

function nothing() {
  return element('li', { class: 'tokens-empty' }, gettext('Nobody is found. Look for less, or for all roles and areas.'))
}

function failure(problem) {
  const again = element('button', { class: 'button', type: 'button', on: { click: start } }, icon('refresh-cw'), gettext('Try again'))
  const text = element('p', { class: 'message', role: 'alert' }, icon('circle-alert'), words(problem))
  return element('li', { class: 'tokens-failure' }, text, again)
}

/** Do something about the list; what goes wrong stands above it. */
async function attempt(work) {
  forgive(message)
  try {
    await work()
  } catch (problem) {
    complain(message, problem)
    message.scrollIntoView({ block: 'nearest' })
  }
}

function rolesToGive() {
  return offered.map((code) => roles.get(code)).filter(Boolean)
}

function edit(officer) {
  form.open(officer, rolesToGive())
}

/** Called by the form, which shows what goes wrong; what comes back is done once it has closed. */
async function save(wish, officer) {
  if (!officer) {
    const { data } = await api.send('POST', PATH, wish)
    return () => Promise.all([reveal(data, wish.name), attempt(load)])
  }
  await api.send('PATCH', `${PATH}/${officer.id}`, wish, { 'If-Match': `"${officer.version}"` })
  say(interpolate(gettext('%(name)s is saved.'), wish))
  return () => attempt(load)
}

async function invite(officer) {
  await attempt(async () => {
    reveal((await api.send('POST', `${PATH}/${officer.id}/invitation`)).data, officer.name)
    await load()
  })
}

async function suspended(officer, isSuspended) {
  await attempt(async () => {
    const wish = { suspended: isSuspended }
    await api.send('PATCH', `${PATH}/${officer.id}`, wish, { 'If-Match': `"${officer.version}"` })
    await load()
    const text = isSuspended ? gettext('%(name)s is suspended.') : gettext('%(name)s may work again.')
    say(interpolate(text, officer))
    list.focus()
  })
}

function reveal({ invitation, invitation_expires: end }, name) {
  link.value = invitation
  document.getElementById('shown-for').textContent = interpolate(
    gettext('With it %(name)s sets a password, until %(day)s.'), { name, day: shortDate(end) },
  )
  document.getElementById('copied').textContent = ''
  shown.hidden = false
  document.getElementById('shown-title').focus()
}

function hide() {
  link.value = ''
  shown.hidden = true
  document.getElementById('invite').focus()
}

function later() {
  clearTimeout(pause)
  pause = setTimeout(() => attempt(load), PAUSE_MS)
}

api.events.addEventListener('signed-out', () => location.assign('/sign-in?next=/account/officers'), { once: true })
filter.addEventListener('input', later)
filter.addEventListener('submit', (event) => event.preventDefault())
more.addEventListener('click', () => attempt(() => load(after)))
document.getElementById('invite').addEventListener('click', () => edit(null))
document.getElementById('copy').addEventListener('click', async () => {
  document.getElementById('copied').textContent = await copied(link)
})
document.getElementById('close').addEventListener('click', hide)
start()
