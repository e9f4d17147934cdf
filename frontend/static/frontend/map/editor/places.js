// places.js: which tambon a parcel may be filed in: the ones of its amphoe that the officer holds. Without a network
// those that this device knows; and a parcel whose tambon nobody knows is kept all the same, and placed when it is sent.

import { isUnreachable } from './findings.js'

/** Chosen in place of a tambon: the sender (offline/sender.js) asks which one it is. */
export const AT_SENDING = 'at-sending'
const REMEMBERED = 'plaeng.tambons'

/**
 * {choices: [[code, label]], found}: tambons, and the one at a position ('' when no outline holds it). Where nobody could
 * be asked which one it is, that can wait.
 */
export async function tambonChoices(world, position) {
  const { i18n, me } = world
  const here = await placeAt(world.api, position)
  const scope = me.area?.code ?? ''
  const amphoe = here?.tambon.startsWith(scope.slice(0, 4)) ? here.tambon.slice(0, 4) : scope.slice(0, 4)
  const rows = await tambonOf(world, amphoe)
  const held = rows.filter(({ code }) => code.startsWith(scope.slice(0, 6)))
  const found = held.some(({ code }) => code === here?.tambon) ? here.tambon : ''
  const choices = held.map((row) => [row.code, i18n.pick(row, 'name')])
  if (here !== undefined) return { choices, found }
  return { choices: [...choices, [AT_SENDING, i18n.gettext('Found when it is sent')]], found: found || AT_SENDING }
}

/** Ask for the tambons of the officer's amphoe while there is a network: he may have none where he draws. */
export async function rememberTambons({ api, me }) {
  const amphoe = me.area?.code.slice(0, 4) ?? ''
  if (amphoe.length === 4 && !remembered().some(({ code }) => code.startsWith(amphoe))) await ifReached(areas(api, 'TAMBON', amphoe))
}

/** {tambon}; null where there is none, undefined where nobody could be asked. */
async function placeAt(api, [lon, lat]) {
  try {
    const { data } = await api.get(`/api/areas/at?lon=${lon}&lat=${lat}`)
    return data
  } catch (problem) {
    if (problem.status === 404) return null // no outline there: the officer chooses
    if (isUnreachable(problem)) return undefined
    throw problem
  }
}

/** What the server, or its kept answer, has; else what is known here. */
async function tambonOf(world, parent) {
  const lists = await ifReached(listsOf(world.api, parent))
  const rows = (lists ?? []).flatMap(({ rows: list }) => list)
  if (lists?.every(({ isTaken }) => !isTaken)) return rows
  return knownHere(world, rows).filter(({ code }) => code.startsWith(parent))
}

async function listsOf(api, parent) {
  if (!parent) return [] // no outline and no scope: nothing can be offered
  if (parent.length === 4) return [await areas(api, 'TAMBON', parent)]
  const { rows } = await areas(api, 'AMPHOE', parent)
  return Promise.all(rows.map(({ code }) => areas(api, 'TAMBON', code)))
}

async function areas(api, level, parent) {
  const { data, takenAt } = await api.get(`/api/collections/areas/items?level=${level}&parent=${parent}&limit=200&skipGeometry=true`)
  const rows = data.features.map(({ properties: { code, name_th, name_en } }) => ({ code, name_th, name_en }))
  const isTaken = takenAt !== null
  if (level === 'TAMBON' && !isTaken) remember(rows)
  return { rows, isTaken }
}

async function ifReached(work) {
  try {
    return await work
  } catch (problem) {
    if (isUnreachable(problem)) return null
    throw problem
  }
}

/** What this device knows without asking: what was taken along or listed before, his own tambon, those of the parcels around. */
function knownHere({ me, host }, taken) {
  const around = host.features('parcels').map(({ properties: { tambon, tambon_th: th, tambon_en: en } }) => ({ code: tambon ?? '', name_th: th, name_en: en }))
  const all = [...taken, ...remembered(), ...(me.area ? [me.area] : []), ...around].filter(({ code }) => code.length === 6)
  return [...new Map(all.map((row) => [row.code, row])).values()].toSorted((a, b) => a.code.localeCompare(b.code))
}

function remembered() {
  return JSON.parse(localStorage.getItem(REMEMBERED) ?? '[]')
}

/** Names of places are nobody's secret: they stay for whoever signs in next. */
function remember(rows) {
  const all = new Map([...remembered(), ...rows].map((row) => [row.code, row]))
  try {
    localStorage.setItem(REMEMBERED, JSON.stringify([...all.values()]))
  } catch (error) {
    if (!(error instanceof DOMException)) throw error // storage full or forbidden
  }
}
