// paper-card.js: one kind of paper: what it must show, what is there, what is on its way, and bringing more.

import { element, icon } from '../../ui/dom.js'
import { gettext, interpolate, number, shortDate } from '../../ui/i18n.js'
import { maskPicture, needsMask, NotAPicture, notAPictureWords } from '../mask/mask.js'
import { actionButton } from '../one/card.js'
import { say } from '../start.js'
import { mustShow } from './needs.js'
import { view } from './viewer.js'

const TYPES = 'image/*,application/pdf'

export class PaperCard {
  node = element('article', { class: 'flow-paper' })
  #flow
  #sending
  #kind
  #isNeeded
  #name
  #replaces = null
  #files = fileInput({ accept: TYPES, multiple: true })
  #camera = fileInput({ accept: 'image/*', capture: 'environment' })
  #head = element('div', { class: 'record-head' })
  #list = element('ul', { class: 'flow-files' })
  #message = element('p', { class: 'message', role: 'alert', hidden: true })

  constructor(flow, sending, kind, isNeeded) {
    Object.assign(this, { kind })
    this.#flow = flow
    this.#sending = sending
    this.#kind = kind
    this.#isNeeded = isNeeded
    this.#name = flow.name('attachment_kind', kind)
    this.node.dataset.kind = kind
    for (const input of [this.#files, this.#camera]) input.addEventListener('change', () => this.#taken(input))
    this.node.append(this.#head, element('p', { class: 'quiet' }, mustShow(kind)), this.#list, this.#message, this.#buttons(), this.#files, this.#camera)
    this.#listen()
  }

  /** Files are dropped anywhere on the card. */
  #listen() {
    const over = (is) => this.node.classList.toggle('is-over', is)
    this.node.addEventListener('dragover', (event) => {
      event.preventDefault()
      over(true)
    })
    this.node.addEventListener('dragleave', () => over(false))
    this.node.addEventListener('drop', (event) => {
      event.preventDefault()
      over(false)
      if (!this.#why()) this.take([...event.dataTransfer.files])
    })
    this.#sending.events.addEventListener('progress', ({ detail }) => this.#progress(detail.job))
  }

  #why() {
    return this.#flow.whyNot('create', 'attachments')
  }

  #buttons() {
    const named = (label) => ({ className: 'button', name: interpolate(gettext('%(action)s: %(name)s'), { action: label, name: this.#name }) })
    const [camera, files] = [gettext('Take a picture'), gettext('Choose files')]
    return element(
      'div', { class: 'card-actions' },
      actionButton(camera, this.#why(), () => this.#ask(this.#camera), { ...named(camera), glyph: icon('camera') }),
      actionButton(files, this.#why(), () => this.#ask(this.#files), { ...named(files), glyph: icon('upload') }),
      element('span', { class: 'flow-drop' }, gettext('or drop files here')),
    )
  }

  #ask(input, replaces = null) {
    this.#replaces = replaces
    input.click()
  }

  #taken(input) {
    const files = [...input.files]
    input.value = ''
    this.take(files, this.#replaces)
  }

  /** What has to be covered is covered here, before anything is sent. */
  async take(files, replaces = null) {
    this.#message.hidden = true
    for (const file of files) {
      const safe = needsMask(this.#kind) ? await this.#covered(file) : file
      if (safe) this.#sending.add(safe, this.#kind, { masked: needsMask(this.#kind), replaces })
    }
  }

  async #covered(file) {
    try {
      return await maskPicture(file)
    } catch (error) {
      if (!(error instanceof NotAPicture)) throw error
      this.#complain(notAPictureWords())
      return null
    }
  }

  #complain(text) {
    this.#message.replaceChildren(icon('circle-alert'), text)
    this.#message.hidden = false
  }

  /** How the paper stands: {isThere, faults}. */
  get state() {
    const rows = this.#flow.rows.attachments.filter(({ kind }) => kind === this.#kind)
    const isBad = (row) => row.result === 'RETURNED' || (needsMask(this.#kind) && !row.masked)
    return { isThere: rows.length > 0, faults: rows.filter(isBad).length + this.#sending.of(this.#kind).filter(({ problem }) => problem).length }
  }

  render() {
    const rows = this.#flow.rows.attachments.filter(({ kind }) => kind === this.#kind)
    const { isThere, faults } = this.state
    this.node.className = `flow-paper ${faults ? 'is-wrong' : isThere ? 'is-there' : this.#isNeeded ? 'is-missing' : ''}`
    const tag = isThere
      ? element('span', { class: 'tag tag-good' }, icon('check'), gettext('there'))
      : this.#isNeeded ? element('span', { class: 'tag tag-bad' }, gettext('not there yet')) : element('span', { class: 'tag' }, gettext('good to have'))
    this.#head.replaceChildren(element('h3', {}, this.#name), tag)
    this.#list.replaceChildren(...rows.map((row) => this.#row(row)), ...this.#sending.of(this.#kind).map((job) => this.#job(job)))
  }

  #row(row) {
    const picture = element('span', { class: 'flow-thumb' }, thumbnail(row))
    const about = [row.file_name, row.pages > 1 && interpolate(gettext('%(count)s pages'), { count: number(row.pages) }), shortDate(row.created_at)].filter(Boolean).join(' · ')
    const bad = needsMask(this.#kind) && !row.masked && element('span', { class: 'tag tag-bad' }, icon('triangle-alert'), gettext('religion is not masked'))
    const back = row.result === 'RETURNED' && element('p', { class: 'paper-why' }, interpolate(gettext('sent back: %(reason)s'), { reason: row.result_reason }))
    return element('li', {}, picture, element('div', { class: 'flow-file' }, element('small', {}, about), bad, back, element('div', { class: 'paper-actions' }, ...this.#actions(row))))
  }

  #actions(row) {
    const flow = this.#flow
    const named = (label) => ({ name: interpolate(gettext('%(action)s: %(name)s'), { action: label, name: row.file_name }) })
    const action = (label, why, click) => actionButton(label, why, click, named(label))
    const isPhoto = row.media_type.startsWith('image/')
    return [
      action(gettext('View'), '', () => view(row, this.#name)),
      isPhoto && action(gettext('Turn'), flow.whyNot('update', 'attachments'), () => this.#turn(row)),
      action(gettext('Retake'), this.#why() || flow.whyNot('delete', 'attachments'), () => this.#ask(this.#files, row)),
      action(gettext('Delete'), flow.whyNot('delete', 'attachments'), () => this.#try(() => flow.remove('attachments', row))),
    ].filter(Boolean)
  }

  #turn(row) {
    return this.#try(() => this.#flow.api.send('POST', `/api/attachments/${row.uid}/rotation`, { degrees: 90 }, { 'If-Match': `"${row.version}"` }))
  }

  async #try(work) {
    try {
      await work()
    } catch (problem) {
      if (!problem.kind) throw problem
      say(problem.detail || problem.title)
    }
    await this.#flow.reload()
  }

  /** On its way, or failed: its picture stays until it is sent or left out. */
  #job(job) {
    const picture = element('span', { class: 'flow-thumb' }, job.address ? element('img', { src: job.address, alt: '' }) : icon('file-text'))
    const bar = element('progress', { max: 100, value: Math.round(job.part * 100), 'aria-label': job.file.name })
    const again = element('button', { class: 'text-button', type: 'button', on: { click: () => this.#sending.again(job) } }, gettext('Try again'))
    const drop = element('button', { class: 'text-button', type: 'button', on: { click: () => this.#sending.drop(job) } }, gettext('Leave it out'))
    const says = job.problem ? element('p', { class: 'paper-why', role: 'alert' }, whyFailed(job.problem)) : bar
    return element('li', { 'data-job': job.uid }, picture, element('div', { class: 'flow-file' }, element('small', {}, job.file.name), says, job.problem && element('div', { class: 'paper-actions' }, again, drop)))
  }

  #progress(job) {
    const bar = this.#list.querySelector(`[data-job="${job.uid}"] progress`)
    if (bar) bar.value = Math.round(job.part * 100)
  }
}

function whyFailed(problem) {
  if (problem.kind === 'waits') return gettext('Fill in the applicant first: papers are sent once the application is stored.')
  return problem.detail || problem.title
}

function fileInput(more) {
  return element('input', { class: 'hidden-text', type: 'file', tabindex: '-1', 'aria-hidden': 'true', ...more })
}

function thumbnail(row) {
  const image = element('img', { src: `/api/attachments/${row.uid}/thumbnail`, alt: '', loading: 'lazy' })
  image.addEventListener('error', () => image.replaceWith(icon('file-text')))
  return image
}
