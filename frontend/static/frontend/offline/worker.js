// worker.js: the service worker. It keeps one release whole, opens pages without a network, and answers with kept data
// when the network fails. It never sends anything: that is the outbox's (sender.js), which runs in a page.
//
// frontend/offline.py puts `self.RELEASE = {id, files, texts, shells, scripts}` above this text.

importScripts(...self.RELEASE.scripts)

const RELEASE = `plaeng-release-${self.RELEASE.id}`
const KEPT = 'plaeng-kept'
/** A page that has not come by then opens from here; the data may still come. */
const PAGE_WAIT_MS = 8000
const AT_ONCE = 6
/** Answers that are kept as they come, for when the network fails: who I am, code lists, places, and what was opened. */
const KEEP = [
  /^\/api\/session$/,
  /^\/api\/codes$/,
  /^\/api\/collections\/areas\/items/,
  /^\/api\/collections\/(parcels|zones)\/items\/[0-9a-f-]{36}$/,
  /^\/api\/applications\/[0-9a-f-]{36}(\/transitions)?$/,
  /^\/api\/applicants\/[0-9a-f-]{36}$/,
]
/** Lists are kept only where they belong to one thing. */
const OF_ONE = /^\/api\/(collections\/(parcels|zones)\/items|consents|documents|attachments|surveys|designs|works|comments)$/
/** Of what was taken along there are only those places; what was kept of the network is all that was asked for. */
const PLACES = /^\/api\/collections\/areas\/items/
const MOST_KEPT = 600

self.addEventListener('install', (event) => event.waitUntil(takeIn()))
self.addEventListener('activate', (event) => event.waitUntil(takeOver()))
self.addEventListener('message', ({ data }) => {
  if (data === 'take-over') self.skipWaiting()
})
self.addEventListener('fetch', (event) => {
  const answer = answerTo(event)
  if (answer) event.respondWith(answer)
})

/** All of the release or nothing: a file that is missing fails the installation, and the old release stays. */
async function takeIn() {
  const { files, texts, shells } = self.RELEASE
  const cache = await caches.open(RELEASE)
  const wanted = [...files, ...Object.values(texts), ...Object.values(shells).flatMap(Object.values)]
  const take = async () => {
    for (let path = wanted.pop(); path; path = wanted.pop()) await cache.add(new Request(path, { cache: 'no-cache' }))
  }
  await Promise.all(Array.from({ length: AT_ONCE }, take))
}

async function takeOver() {
  const old = (await caches.keys()).filter((name) => name.startsWith('plaeng-release-') && name !== RELEASE)
  await Promise.all(old.map((name) => caches.delete(name)))
  await self.clients.claim()
}

function answerTo(event) {
  const { request } = event
  const url = new URL(request.url)
  if (request.method !== 'GET' || url.origin !== self.location.origin) return null
  const { pathname } = url
  if (pathname.startsWith('/static/')) return ofRelease(request)
  if (Object.values(self.RELEASE.texts).includes(pathname)) return textOf(request)
  if (request.mode === 'navigate') return shellOf(pathname) ? pageOf(event, pathname) : null
  return pathname.startsWith('/api/') ? dataOf(event, url) : null
}

async function ofRelease(request) {
  return await caches.match(request.url, { cacheName: RELEASE }) ?? fetch(request)
}

async function textOf(request) {
  return fetch(request).catch(() => caches.match(request.url, { cacheName: RELEASE }))
}

function shellOf(pathname) {
  if (pathname === '/') return 'map'
  if (pathname === '/outbox') return 'outbox'
  return /^\/applications\/[0-9a-f-]{36}$/.test(pathname) ? 'application' : null
}

/** The page of the network, in the language that it came in last; without one, the shell of this release. */
async function pageOf(event, pathname) {
  try {
    const page = await fetch(event.request, { signal: AbortSignal.timeout(PAGE_WAIT_MS) })
    if (page.ok) event.waitUntil(remember('language', page.headers.get('Content-Language')))
    return page
  } catch {
    const code = await recalled('language') ?? 'th'
    const shell = await caches.match(self.RELEASE.shells[code][shellOf(pathname)], { cacheName: RELEASE, ignoreVary: true })
    return shell ?? Response.error()
  }
}

async function remember(name, value) {
  await (await caches.open(KEPT)).put(`/kept/${name}`, new Response(value ?? ''))
}

async function recalled(name) {
  const kept = await caches.match(`/kept/${name}`, { cacheName: KEPT })
  return await kept?.text() || null
}

function isKept({ pathname, searchParams }) {
  const isOfOne = ['application', 'parcel'].some((name) => searchParams.has(name))
  return KEEP.some((pattern) => pattern.test(pathname)) || (isOfOne && OF_ONE.test(pathname))
}

/** The network first, always: what is kept is older. A kept answer says when it was true. */
async function dataOf(event, url) {
  try {
    const answer = await fetch(event.request)
    if (answer.ok && isKept(url)) event.waitUntil(keep(event.request, url, answer.clone()))
    return answer
  } catch (failure) {
    const answers = [() => self.takenAnswer(url), () => caches.match(event.request, { cacheName: KEPT })]
    if (PLACES.test(url.pathname)) answers.reverse()
    const kept = await answers[0]() ?? await answers[1]()
    if (kept) return kept
    throw failure
  }
}

async function keep(request, url, answer) {
  if (url.pathname === '/api/session') await forgetOthers(answer.clone())
  const body = await answer.blob()
  const headers = new Headers(answer.headers)
  headers.set('X-Kept-At', new Date().toISOString())
  const cache = await caches.open(KEPT)
  await cache.put(request, new Response(body, { status: answer.status, headers }))
  const keys = await cache.keys()
  if (keys.length > MOST_KEPT) await cache.delete(keys.find(({ url: kept }) => !/session|codes|\/kept\//.test(kept)))
}

/** Whoever signs in next finds nothing of whoever was here before. */
async function forgetOthers(answer) {
  const username = (await answer.json()).user?.username ?? ''
  const before = await recalled('user')
  if (before !== null && before !== username) await caches.delete(KEPT)
  await remember('user', username)
}
