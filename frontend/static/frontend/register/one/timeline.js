// timeline.js: the path so far, newest first: from where to where, who, when and what was told; below it every change.

import { errorBox, skeletons } from '../../ui/boxes.js'
import { element } from '../../ui/dom.js'
import { gettext, interpolate, number, shortDate } from '../../ui/i18n.js'
import { versionList } from '../history/versions.js'
import { moment } from '../moment.js'
import { Card } from './card.js'

const FIRST = 60
const MOST = 500

export class Timeline extends Card {
  #list = element('div', {})
  #changes = element('details', { class: 'all-changes' }, element('summary', {}, gettext('Every change, field by field')), this.#list)
  #limit = FIRST

  constructor(page) {
    super(page, 'timeline')
    this.#changes.addEventListener('toggle', () => this.#changes.open && this.#load(this.#limit))
  }

  contents() {
    const rows = this.page.path.toReversed().map((one) => this.#row(one))
    return [this.headline(gettext('What happened'), element('span', { class: 'quiet' }, gettext('newest first'))), element('ol', { class: 'timeline' }, ...rows), this.#changes]
  }

  /** What is open is read anew with the rest of the page. */
  render() {
    super.render()
    if (this.#changes.open) this.#load(this.#limit)
  }

  async #load(limit) {
    const { api, uid } = this.page
    if (!this.#list.hasChildNodes()) this.#list.replaceChildren(...skeletons(3, 'version-skeleton'))
    this.#limit = limit
    try {
      const { items } = (await api.get(`/api/applications/${uid}/history`, { limit })).data
      const list = versionList(items, this.page, { why: (kind) => this.page.whyNot('update', kind), restored: () => this.page.reload() })
      const isMore = items.length === limit && limit < MOST
      const older = () => element('button', { class: 'text-button', type: 'button', on: { click: () => this.#load(MOST) } }, gettext('Show older changes'))
      this.#list.replaceChildren(list, ...(isMore ? [older()] : []))
    } catch (problem) {
      if (!problem.kind) throw problem
      this.#list.replaceChildren(errorBox(problem, () => this.#load(limit)))
    }
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
