// papers.js: papers and pictures: what is there, checked or sent back with a reason, and adding more.

import { element, icon } from '../../ui/dom.js'
import { gettext, interpolate, number, shortDate } from '../../ui/i18n.js'
import { actionButton, Card } from './card.js'
import { Upload } from './upload.js'

export class Papers extends Card {
  #upload

  constructor(page) {
    super(page, 'papers')
    this.#upload = new Upload(page)
  }

  isShown() {
    return this.page.reads('attachments')
  }

  contents() {
    const { page } = this
    const rows = page.rows.attachments
    const none = element('p', { class: 'quiet' }, gettext('No papers yet.'))
    return [
      this.headline(gettext('Papers and pictures'), rows.length > 0 && element('span', { class: 'quiet' }, number(rows.length))),
      rows.length ? element('ul', { class: 'papers' }, ...rows.map((row) => this.#row(row))) : none,
      page.isClosed ? null : this.#upload.node,
    ]
  }

  render() {
    this.#upload.refresh()
    super.render()
  }

  #row(row) {
    const name = this.page.name('attachment_kind', row.kind)
    const about = [row.file_name, row.pages > 1 && interpolate(gettext('%(count)s pages'), { count: number(row.pages) }), shortDate(row.created_at), row.created_by]
    return element(
      'li', { class: 'paper' },
      thumbnail(row),
      element(
        'div', { class: 'paper-text' },
        element('a', { href: `/api/attachments/${row.uid}/file` }, name),
        element('small', {}, about.filter(Boolean).join(' · ')),
        ...this.#result(row),
        element('div', { class: 'paper-actions' }, ...this.#actions(row, name)),
      ),
    )
  }

  #result(row) {
    const who = [row.checked_by, row.checked_at && shortDate(row.checked_at)].filter(Boolean).join(' · ')
    const marks = []
    if (row.kind === 'ID_CARD' && !row.masked) marks.push(element('span', { class: 'tag tag-bad' }, icon('triangle-alert'), gettext('religion is not masked')))
    if (row.kind === 'ID_CARD' && row.masked) marks.push(element('span', { class: 'tag' }, gettext('religion masked')))
    if (row.result === 'CHECKED') marks.push(element('span', { class: 'tag tag-good', title: who }, icon('check'), gettext('checked')))
    if (row.result === 'RETURNED') marks.push(element('span', { class: 'tag tag-bad', title: who }, icon('undo-2'), gettext('sent back')))
    const why = row.result === 'RETURNED' && element('p', { class: 'paper-why' }, row.result_reason)
    return [marks.length > 0 && element('div', { class: 'paper-marks' }, ...marks), why]
  }

  #actions(row, name) {
    const { page } = this
    if (page.isClosed) return []
    const why = page.whyNot('update', 'attachments')
    const button = (label, click, reason = why) => actionButton(label, reason, click, { name: interpolate(gettext('%(action)s: %(name)s'), { action: label, name }) })
    const change = (changes) => () => this.#change(row, changes)
    return [
      row.kind === 'ID_CARD' && !row.masked && button(gettext('Religion is masked'), change({ masked: true })),
      row.result !== 'CHECKED' && button(gettext('Checked'), change({ result: 'CHECKED', result_reason: '' })),
      row.result !== 'RETURNED' && button(gettext('Send back'), () => this.#return(row, name)),
      button(gettext('Delete'), () => this.#remove(row, name), page.whyNot('delete', 'attachments')),
    ].filter(Boolean)
  }

  async #change(row, changes) {
    try {
      await this.page.change('attachments', row.uid, changes)
      await this.page.reload()
    } catch (problem) {
      if (!problem.kind) throw problem
      this.#upload.complain(problem.detail || problem.title)
    }
  }

  #return(row, name) {
    this.ask({
      title: interpolate(gettext('Send back: %(name)s'), { name }),
      fields: [{ name: 'result_reason', kind: 'words', label: gettext('Reason'), required: true, rows: 2 }],
      label: gettext('Send back'),
      save: ({ result_reason }) => this.page.change('attachments', row.uid, { result: 'RETURNED', result_reason }),
    })
  }

  #remove(row, name) {
    this.ask({
      title: interpolate(gettext('Delete %(name)s?'), { name }),
      fields: [],
      label: gettext('Yes, delete'),
      save: () => this.page.remove('attachments', row),
    })
  }

  end(kind) {
    if (!kind || this.page.whyNot('create', 'attachments')) this.node.focus()
    else this.#upload.choose(kind)
  }
}

/** The picture of a paper; where there is none, its kind as an icon. */
function thumbnail(row) {
  const place = element('span', { class: 'paper-picture' })
  const image = element('img', { src: `/api/attachments/${row.uid}/thumbnail`, alt: '', loading: 'lazy' })
  image.addEventListener('error', () => place.replaceChildren(icon('file-text')))
  place.append(image)
  return place
}
