// problem.js: everything that can go wrong between the page and the API, as one kind of error.

import { gettext } from './i18n.js'

/**
 * `kind`: 'network' (no answer), 'away' (503), 'signed-out' (401 on a page that needs a session),
 * 'missing' (404), 'stale' (412), 'refused' (any other 4xx), 'broken' (5xx or no problem document).
 * `current` is the server's present feature when ours was stale; `disputed` names what both changed, where the server
 * could not put both together (Prefer: merge); `reference` is what people quote on the phone.
 */
export class ApiProblem extends Error {
  constructor({ status = 0, code, title, detail = '', findings = [], current = null, ...more }, reference = '') {
    super(title)
    const { asked = [], taken = [] } = more
    const disputed = asked.filter((name) => !taken.includes(name))
    Object.assign(this, { status, code, title, detail, findings, current, disputed, reference })
  }

  get kind() {
    if (this.status === 0) return 'network'
    if (this.status === 503) return 'away'
    if (this.code === 'sign_in_needed') return 'signed-out'
    if (this.status === 404) return 'missing'
    if (this.status === 412) return 'stale'
    return this.status < 500 ? 'refused' : 'broken'
  }
}

export function networkFailure() {
  const title = gettext('No connection to the server.')
  return new ApiProblem({ code: 'network', title, detail: gettext('Check the internet connection and try again.') })
}

/** The problem in an answer that is not 2xx. A gateway may answer without a problem document. */
export async function problemOf(response) {
  const reference = (response.headers.get('X-Request-Id') ?? '').slice(0, 8)
  const isProblem = response.headers.get('Content-Type')?.startsWith('application/problem+json')
  if (isProblem) return new ApiProblem(await response.json(), reference)
  const isAway = response.status === 503
  const title = isAway ? gettext('The database does not answer.') : gettext('The server could not do this.')
  return new ApiProblem({ status: response.status, code: isAway ? 'database_away' : 'server_error', title }, reference)
}
