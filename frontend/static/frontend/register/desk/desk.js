// desk.js: what waits for the reader, the oldest first: where it stands, since when, and what follows.

import { statePill } from '../../map/list-row.js'
import { emptyBox, errorBox, skeletons } from '../../ui/boxes.js'
import { element, icon } from '../../ui/dom.js'
import { fiscalYear, gettext, interpolate, lang, ngettext, number } from '../../ui/i18n.js'
import { Checks } from '../checks.js'
import { NextSteps } from '../list/next-step.js'
import { start } from '../start.js'
import { daysWords, isLate } from '../waiting.js'

const PAGE = 20
const node = document.getElementById('work')

class Work {
  #world
  #next
  #rows = []
  #after = null

  constructor(world) {
    this.#world = world
    this.#next = new NextSteps(new Checks(world.api), world.states)
  }

  async open() {
    node.setAttribute('aria-busy', 'true')
    node.replaceChildren(...skeletons(6, 'work-skeleton'))
    this.#rows = []
    await this.#load({})
    node.setAttribute('aria-busy', 'false')
  }

  async #load(place) {
    try {
      const { data } = await this.#world.api.get('/api/work', { limit: PAGE, ...place })
      this.#rows.push(...data.items)
      this.#after = data.after
      this.#show(data.items)
    } catch (problem) {
      if (!problem.kind) throw problem
      if (this.#rows.length) return this.#world.say(problem.title)
      node.replaceChildren(errorBox(problem, () => this.open()))
    }
  }

  /** Put what has come behind what is there; the focus goes to the first of it. */
  #show(fresh) {
    const count = this.#rows.length
    const words = this.#after ? ngettext('The %(count)s that has waited longest', 'The %(count)s that have waited longest', count) : ngettext('%(count)s application waits for you', '%(count)s applications wait for you', count)
    document.getElementById('count').textContent = count ? interpolate(words, { count: number(count) }) : ''
    if (!count) return node.replaceChildren(this.#nothing())
    const cards = fresh.map((row) => this.#card(row))
    const list = node.querySelector('.work-list') ?? element('ol', { class: 'work-list', 'aria-label': gettext('My work') })
    list.append(...cards)
    node.replaceChildren(list, ...(this.#after ? [this.#moreButton()] : []))
    this.#next.watch(node, this.#rows)
    if (count > fresh.length) cards[0].querySelector('a').focus()
  }

  #moreButton() {
    const more = element('button', { class: 'button work-more', type: 'button' }, icon('chevron-down'), gettext('Show more'))
    more.addEventListener('click', async () => {
      more.disabled = true
      await this.#load({ after: this.#after })
      more.disabled = false
    })
    return more
  }

  #card(row) {
    const place = row[`tambon_${lang}`] || row.tambon_th || row.tambon
    const about = [row.no, place, interpolate(gettext('fiscal year %(year)s'), { year: fiscalYear(row.fy) })]
    return element(
      'li',
      { class: 'work-card', 'data-uid': row.uid },
      element('a', { class: 'work-name', href: `/applications/${row.uid}` }, row.name_th),
      element('p', { class: 'work-about' }, about.filter(Boolean).join(' · ')),
      element('p', { class: 'work-marks' }, statePill(row.state, this.#world.states), element('span', { class: 'next', 'data-next': true })),
      element('p', { class: isLate(row) ? 'work-days is-late' : 'work-days' }, interpolate(gettext('waiting %(days)s'), { days: daysWords(row.state_since) })),
    )
  }

  #nothing() {
    const toList = [gettext('All applications'), () => location.assign('/applications')]
    return emptyBox(gettext('Nothing waits for you.'), gettext('What you may move on next stands here, the oldest first.'), [toList])
  }
}

start(node, (world) => new Work(world).open())
