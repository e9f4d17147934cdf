// upload.js: sending files, several at once, each with its progress; a failed one stays in the list and can be sent again.

import { element, icon } from '../../ui/dom.js'
import { gettext, interpolate, number } from '../../ui/i18n.js'
import { optionsOf } from '../asks.js'
import { newUid } from '../../map/editor/identity.js'
import { sendOrKeep } from '../../offline/keep.js'
import { smallPhoto } from '../../offline/photo.js'
import { maskPicture, needsMask, NotAPicture, notAPictureWords } from '../mask/mask.js'
import { say } from '../start.js'
import { actionButton } from './card.js'

const TYPES = 'image/*,application/pdf'
const AT_ONCE = 2
/** Pictures in which nobody has to read small print. */
const MADE_SMALL = ['SITE_PHOTO']

export class Upload {
  node = element('div', { class: 'upload' })
  #page
  #jobs = []
  #busy = 0
  #list = element('ul', { class: 'upload-jobs', 'aria-label': gettext('Files on their way') })
  #message = element('p', { class: 'message', role: 'alert', hidden: true })
  #kind
  #files = element('input', { class: 'hidden-text', type: 'file', accept: TYPES, multiple: true, tabindex: '-1', 'aria-hidden': 'true' })
  #camera = element('input', { class: 'hidden-text', type: 'file', accept: 'image/*', capture: 'environment', tabindex: '-1', 'aria-hidden': 'true' })
  #buttons = element('div', { class: 'upload-buttons' })

  constructor(page) {
    this.#page = page
    this.#kind = element('select', { class: 'input', 'aria-label': gettext('Kind of paper') }, ...optionsOf(page.codes.attachment_kind).map(([code, name]) => element('option', { value: code }, name)))
    const mask = element('p', { class: 'upload-mask' }, gettext('Religion is covered before the picture is sent.'))
    const showMask = () => (mask.hidden = !needsMask(this.#kind.value))
    this.#kind.addEventListener('change', showMask)
    for (const input of [this.#files, this.#camera]) input.addEventListener('change', () => this.#take(input))
    this.node.append(this.#kind, mask, this.#buttons, this.#files, this.#camera, this.#message, this.#list)
    showMask()
  }

  /** What the reader may do may have changed. */
  refresh() {
    const why = this.#page.whyNot('create', 'attachments')
    this.#buttons.replaceChildren(
      actionButton(gettext('Choose files'), why, () => this.#files.click(), { className: 'button', glyph: icon('paperclip') }),
      actionButton(gettext('Take a picture'), why, () => this.#camera.click(), { className: 'button upload-camera', glyph: icon('camera') }),
    )
  }

  choose(kind) {
    this.#kind.value = kind
    this.#kind.dispatchEvent(new Event('change'))
    this.node.scrollIntoView({ block: 'center' })
    this.#buttons.querySelector('button').focus()
  }

  complain(text) {
    this.#message.replaceChildren(icon('circle-alert'), text)
    this.#message.hidden = false
  }

  async #take(input) {
    this.#message.hidden = true
    const kind = this.#kind.value
    const files = [...input.files]
    input.value = ''
    for (const file of files) {
      const job = needsMask(kind) ? await this.#covered(file) : file
      if (job) this.#add({ ...await made(job, kind, input === this.#camera), name: job.name, kind, masked: needsMask(kind), uid: newUid() })
    }
    this.#work()
  }

  async #covered(file) {
    try {
      return await maskPicture(file)
    } catch (error) {
      if (!(error instanceof NotAPicture)) throw error
      this.complain(notAPictureWords())
      return null
    }
  }

  #add(job) {
    job.bar = element('progress', { max: 100, value: 0, 'aria-label': job.name })
    job.says = element('small', {}, gettext('waiting'))
    job.row = element('li', {}, element('span', { class: 'upload-name' }, job.name), job.bar, job.says)
    this.#list.append(job.row)
    this.#jobs.push(job)
  }

  /** Two at a time; when all are through, the page is read anew once. */
  async #work() {
    if (this.#busy >= AT_ONCE || !this.#jobs.length) return
    this.#busy += 1
    this.#work()
    const job = this.#jobs.shift()
    if (job) await this.#send(job)
    this.#busy -= 1
    if (this.#jobs.length) this.#work()
    else if (!this.#busy) await this.#page.reload()
  }

  async #send(job) {
    job.says.replaceChildren(gettext('sending'))
    try {
      const { isKept } = await this.#sendOrKeep(job)
      job.row.remove()
      if (isKept) say(gettext('Kept on this device; it is sent when there is a connection.'))
    } catch (problem) {
      if (!problem.kind) throw problem
      this.#failed(job, problem)
    }
  }

  /** What cannot be sent now waits in the outbox; it is there once, whatever answer was lost. */
  #sendOrKeep(job) {
    const { blob, sha256, kind, masked, name, uid } = job
    const params = { application: this.#page.uid, kind, name, uid, ...(masked ? { masked: 'true' } : {}) }
    const about = { id: uid, row: `attachments/${uid}`, kind: 'photo', title: `${this.#page.application.no} · ${name}`, method: 'POST', path: '/api/attachments', params, blob, sha256 }
    const send = (key) => this.#page.api.upload('/api/attachments', params, blob, (part) => this.#progress(job, part), key)
    return sendOrKeep(this.#page.outbox, about, send)
  }

  #progress({ bar, says }, part) {
    bar.value = Math.round(part * 100)
    says.replaceChildren(part < 1 ? interpolate(gettext('%(percent)s %'), { percent: number(part * 100) }) : gettext('being looked at'))
  }

  #failed(job, problem) {
    const again = element('button', { class: 'text-button', type: 'button', on: { click: () => this.#again(job) } }, gettext('Try again'))
    const drop = element('button', { class: 'text-button', type: 'button', on: { click: () => job.row.remove() } }, gettext('Leave it out'))
    job.bar.value = 0
    job.says.replaceChildren(wordsOf(problem))
    job.says.setAttribute('role', 'alert')
    job.row.classList.add('is-failed')
    job.row.append(again, drop)
  }

  #again(job) {
    job.row.remove()
    this.#add(job)
    this.#work()
  }
}

async function made(file, kind, isCamera) {
  return MADE_SMALL.includes(kind) ? smallPhoto(file, { isCamera }) : { blob: file, sha256: '' }
}

/** A server that does not know the address cannot take files at all; everything else says itself what was wrong. */
function wordsOf(problem) {
  const isUnknown = problem.status === 405 || ['unknown_parameter', 'media_type_not_accepted'].includes(problem.code)
  if (isUnknown) return gettext('This server cannot take files yet. The file stays with you; tell the province information group.')
  return problem.detail || problem.title
}
