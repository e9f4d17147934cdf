// package.js: a tambon as a GeoPackage for QGIS and QField: ask for it, wait until it is made, fetch it.

import { gettext } from '../ui/i18n.js'
import { ApiProblem } from '../ui/problem.js'

const PAUSE_MS = 1000
const OPEN = ['accepted', 'running']

/** Save the package in the downloads; `progress(part)` is told how far it is, from 0 to 1. Throws ApiProblem. */
export async function fetchPackage(api, tambon, progress) {
  let { data: job } = await api.send('POST', '/api/exports', { collection: 'parcels', f: 'qgis', params: { tambon } })
  while (OPEN.includes(job.status)) {
    progress(job.progress / 100)
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
    job = (await api.get(`/api/exports/${job.jobID}`)).data
  }
  if (job.status !== 'successful') throw new ApiProblem(job.problem ?? { status: 500, title: gettext('The server could not do this.') })
  const file = job.links.find(({ rel }) => rel === 'result').href
  Object.assign(document.createElement('a'), { href: new URL(file).pathname, download: '' }).click()
}
