// head.js: number, state, days and the nine steps of the path; why it was sent back or closed.

import { element, icon } from '../../ui/dom.js'
import { gettext, interpolate, number, shortDate } from '../../ui/i18n.js'
import { statePill } from '../../map/list-row.js'
import { optionsOf } from '../asks.js'
import { modelWords } from '../list/columns.js'
import { daysWords, isLate, isResting } from '../waiting.js'
import { actionButton, Card } from './card.js'

const STEPS = ['DRAFT', 'APPLIED', 'DOCS_OK', 'SURVEYED', 'SENT', 'APPROVED', 'DEVELOPING', 'ACCEPTED', 'DECLARED']

export class Head extends Card {
  constructor(page) {
    super(page, 'head')
  }

  /** Where the path is wider than the screen, it begins near the present step. */
  render() {
    super.render()
    const path = this.node.querySelector('.steps')
    const now = path.querySelector('.is-now') ?? [...path.querySelectorAll('.is-done')].at(-1)
    if (now) path.scrollLeft = now.offsetLeft - path.clientWidth / 3
  }

  contents() {
    return [this.#title(), this.#who(), this.#told(), this.#steps()]
  }

  #title() {
    const { application, states } = this.page
    const wait = !isResting(application) && element(
      'p', { class: `head-wait ${isLate(application) ? 'is-late' : ''}` },
      icon('clock'), interpolate(gettext('waiting %(days)s'), { days: daysWords(application.state_since) }),
    )
    const edit = !this.page.isClosed && actionButton(gettext('Change'), this.page.whyNot('update', 'applications'), () => this.#edit(), { glyph: icon('pencil') })
    return element('div', { class: 'head-title' }, element('h1', { id: 'head-title' }, application.no), statePill(application.state, states), wait, edit)
  }

  #who() {
    const { application, applicant, page } = { ...this.page, page: this.page }
    const place = interpolate(gettext('Tambon %(tambon)s, amphoe %(amphoe)s'), { tambon: application.tambon_th, amphoe: application.amphoe_th })
    const words = [
      applicant ? element('a', { href: `/applicants/${applicant.uid}` }, application.applicant_name) : application.applicant_name,
      page.name('applicant_kind', application.applicant_kind), applicant?.national_id_masked,
      applicant?.phone, modelWords(application, (list, code) => page.name(list, code)), place,
      page.name('relation', application.relation), application.remark,
    ]
    return element('p', { class: 'head-who' }, ...words.filter(Boolean).flatMap((word, i) => (i ? [' · ', word] : [word])))
  }

  /** What was told with the last move, where somebody has to know it. */
  #told() {
    const { application, path, page } = { ...this.page, page: this.page }
    const last = path.findLast((one) => one.to === application.state)
    if (!last || !['RETURNED', 'REJECTED', 'WITHDRAWN', 'RESERVE'].includes(application.state)) return null
    const ground = last.reason_code && page.name('reject_reason', last.reason_code)
    const rank = last.rank && interpolate(gettext('Rank %(rank)s in reserve'), { rank: number(last.rank) })
    const when = interpolate(gettext('%(date)s by %(name)s'), { date: shortDate(last.on ?? last.at), name: last.by })
    const title = page.isClosed ? interpolate(gettext('Closed: %(state)s'), { state: page.states.nameOf(application.state) }) : page.states.nameOf(application.state)
    const words = [ground, last.reason, rank].filter(Boolean).join(' · ') || gettext('No reason was told.')
    return element(
      'div', { class: `head-told is-${page.states.groupOf(application.state)}` },
      element('p', {}, element('b', {}, title), ' · ', words),
      element('p', { class: 'head-when' }, when),
      page.isClosed && element('p', {}, gettext('Everything here can only be read.'), ' ', element('a', { href: `/applications/new?from=${page.uid}` }, gettext('Move the parcels to a new application'))),
    )
  }

  #steps() {
    const { application, path, states } = this.page
    const reached = (code) => path.findLast((one) => one.to === code)
    const now = this.#place()
    const steps = STEPS.map((code, at) => {
      const isNow = at === now && application.state === code
      const when = at <= now && reached(code)
      const className = isNow ? 'is-now' : at < now || (at === now && !isNow) ? 'is-done' : ''
      return element('li', { class: className, 'aria-current': isNow && 'step' }, element('span', {}, states.nameOf(code)), when && element('small', {}, shortDate(when.at)))
    })
    return element('ol', { class: 'steps', 'aria-label': gettext('The path'), tabindex: '0' }, ...steps)
  }

  /** How far along the nine steps it is; one that is aside stands where it left the path. */
  #place() {
    const { application, path } = this.page
    if (application.state === 'RETURNED') return 0
    const at = STEPS.indexOf(application.state)
    if (at >= 0) return at
    return Math.max(0, ...path.map((one) => STEPS.indexOf(one.to)))
  }

  end() {
    if (!this.page.whyNot('update', 'applications')) this.#edit('size_target_rai')
  }

  #edit(focus = 'model') {
    const { application, codes } = this.page
    this.ask({
      title: gettext('Change the application'),
      label: gettext('Save'),
      fields: [
        { name: 'model', kind: 'select', label: gettext('Model'), options: optionsOf(codes.plot_model), value: application.model, required: true },
        { name: 'size_target_rai', kind: 'number', label: gettext('Size of the design, rai'), value: application.size_target_rai },
        { name: 'relation', kind: 'select', label: gettext('Relation to the holder'), options: optionsOf(codes.relation), value: application.relation, required: true },
        { name: 'level', kind: 'select', label: gettext('Level'), options: optionsOf(codes.level), value: application.level },
        { name: 'remark', kind: 'words', label: gettext('Remark'), value: application.remark, rows: 2 },
      ],
      save: (_values, changed) => this.page.change('applications', application.uid, changed),
    })
    this.node.querySelector(`[name="${focus}"]`).focus()
  }
}
