// send-file.js: a POST whose progress can be watched; the answer is a Response like that of fetch.

import { networkFailure } from './problem.js'

const TOLD = ['Content-Type', 'ETag', 'X-Request-Id', 'Retry-After']

/** Throws ApiProblem 'network' when nothing comes back. */
export function sendFile(address, file, progress, headers) {
  const request = new XMLHttpRequest()
  request.open('POST', address)
  for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value)
  request.upload.addEventListener('progress', ({ loaded, total }) => progress(total ? loaded / total : 0))
  return new Promise((resolve, reject) => {
    request.addEventListener('load', () => resolve(responseOf(request)))
    for (const end of ['error', 'abort', 'timeout']) request.addEventListener(end, () => reject(networkFailure()))
    request.send(file)
  })
}

function responseOf(request) {
  const given = TOLD.map((name) => [name, request.getResponseHeader(name)]).filter(([, value]) => value)
  return new Response(request.responseText || null, { status: request.status, headers: Object.fromEntries(given) })
}
