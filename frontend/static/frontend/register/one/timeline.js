// timeline.js: the path so far, newest first: from where to where, who, when and what was told.

import { element } from '../../ui/dom.js'
import { gettext, interpolate, lang, number, shortDate } from '../../ui/i18n.js'
import { Card } from './card.js'

export class Timeline extends Card {
  constructor(page) {
    super(page, 'timeline')
  }

  contents() {
    const rows = this.page.path.toReversed().map((one) => this.#row(one))
    return [this.headline(gettext('What happened'), element('span', { class: 'quiet' }, gettext('newest first'))), element('ol', { class: 'timeline' }, ...rows)]
  }

  #row({ from, to, at, by, reason_code: code, reason, on, rank }) {
    const { page } = this
    const name = (state) => page.states.nameOf(state)
    const title = from ? `${name(from)} → ${name(to)}` : name(to)
    const told = [
      code && page.name('reject_reason', code), reason,
      on && interpolate(gettext('on %(date)s'), { date: shortDate(on) }),
      rank && interpolate(gettext('Rank %(rank)s in reserve'), { rank: number(rank) }),
    ]
    return element(
      'li', { class: `is-${page.states.groupOf(to)}` },
      element('div', {}, element('b', {}, title), element('time', { datetime: at }, moment(at))),
      element('small', {}, [by, ...told].filter(Boolean).join(' · ')),
    )
  }
}

/** "24 พ.ย. 2569 10:12". */
export function moment(iso) {
  const clock = new Intl.DateTimeFormat(lang === 'th' ? 'th-TH' : 'en-GB', { hour: '2-digit', minute: '2-digit' })
  return `${shortDate(iso)} ${clock.format(new Date(iso))}`
}
