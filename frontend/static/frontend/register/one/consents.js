// consents.js: what people have agreed to, since when, and its withdrawal. Consents are evidence: never deleted.

import { gettext, interpolate, shortDate } from '../../ui/i18n.js'
import { element, icon } from '../../ui/dom.js'
import { dayHint, optionsOf, today } from '../asks.js'
import { actionButton, Card, line } from './card.js'

/** These are asked for only where there is a reason to. */
const FREE = ['PUBLISH', 'CO_OWNER', 'LAND_HOLDER']

export class Consents extends Card {
  constructor(page) {
    super(page, 'consents')
  }

  isShown() {
    return this.page.reads('consents')
  }

  contents() {
    const { codes } = this.page
    return [
      this.headline(gettext('Consents'), !this.page.isClosed && actionButton(gettext('Add'), this.page.whyNot('create', 'consents'), () => this.end('DATA'), { glyph: icon('plus'), name: gettext('Add a consent') })),
      element('ul', { class: 'lines' }, ...codes.consent_kind.flatMap((kind) => this.#lines(kind.code))),
    ]
  }

  #lines(kind) {
    const rows = this.page.rows.consents.filter((row) => row.kind === kind)
    const name = this.page.name('consent_kind', kind)
    const given = rows.map((row) => this.#given(name, row))
    if (rows.some((row) => !row.withdrawn_on)) return given
    const isLacking = this.page.moves.some((move) => move.missing.some(({ path }) => path === `/consents/${kind}`))
    const add = !this.page.isClosed && actionButton(gettext('Add'), this.page.whyNot('create', 'consents'), () => this.end(kind), { name: interpolate(gettext('Add: %(name)s'), { name }) })
    return [...given, line(isLacking ? 'bad' : 'quiet', name, FREE.includes(kind) && !isLacking ? gettext('not given; only where it is needed') : gettext('not signed yet'), add)]
  }

  #given(name, row) {
    const about = [row.given_by, this.page.name('relation', row.relation), shortDate(row.signed_on), interpolate(gettext('text version %(version)s'), { version: row.text_version })]
    const words = about.filter(Boolean).join(' · ')
    if (row.withdrawn_on) return line('bad', name, [words, interpolate(gettext('withdrawn %(date)s'), { date: shortDate(row.withdrawn_on) })])
    const withdraw = !this.page.isClosed && actionButton(gettext('Withdraw'), this.page.whyNot('update', 'consents'), () => this.#withdraw(name, row), { name: interpolate(gettext('Withdraw: %(name)s'), { name }) })
    return line('good', name, words, withdraw)
  }

  #withdraw(name, row) {
    this.ask({
      title: interpolate(gettext('Withdraw: %(name)s'), { name }),
      note: gettext('It stays in the list with the day of its withdrawal.'),
      label: gettext('Withdraw'),
      fields: [{ name: 'withdrawn_on', kind: 'date', label: gettext('Withdrawn on'), value: today(), required: true, hint: dayHint() }],
      save: (values) => this.page.change('consents', row.uid, values),
    })
  }

  end(kind) {
    const { page } = this
    if (page.whyNot('create', 'consents')) return
    const last = page.rows.consents.at(-1)
    this.ask({
      title: gettext('A signed consent'),
      label: gettext('Save'),
      fields: [
        { name: 'kind', kind: 'select', label: gettext('For'), options: optionsOf(page.codes.consent_kind), value: kind, required: true },
        { name: 'given_by', label: gettext('Given by'), value: page.application.applicant_name ?? '', required: true, input: { maxlength: 200 } },
        { name: 'relation', kind: 'select', label: gettext('Relation to the holder'), options: optionsOf(page.codes.relation), value: page.application.relation, required: true },
        { name: 'signed_on', kind: 'date', label: gettext('Signed on'), value: today(), required: true, hint: dayHint() },
        { name: 'text_version', label: gettext('Version of the text'), value: last?.text_version ?? '1', required: true, hint: gettext('as printed at the foot of the form') },
      ],
      save: (values) => page.create('consents', values),
    })
  }
}
