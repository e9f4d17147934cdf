// row.js: one item in the list of the outbox.

import { element, icon } from '../../ui/dom.js'
import { gettext, interpolate, ngettext, number } from '../../ui/i18n.js'
import { kindIcon, kindName, moment, sizeWords, stateName } from '../words.js'

const LOOKS = { conflict: 'bad', refused: 'bad', sending: 'busy', sent: 'good', behind: 'none' }

export class Row {
  #item
  #state
  #tag
  #bar = null

  constructor(item, state, isChosen, choose) {
    this.#item = item
    this.#state = state
    this.#tag = element('span', { class: 'outbox-tag', 'data-look': LOOKS[state] ?? 'wait' })
    if (item.blob && state === 'sending') this.#bar = element('progress', { max: 100, value: 0, 'aria-label': item.title })
    const text = element('span', { class: 'outbox-text' }, element('b', {}, `${kindName(item.kind)} ${item.title}`), element('small', {}, this.#about()), this.#bar)
    const button = element('button', { type: 'button', 'aria-current': isChosen && 'true', on: { click: choose } }, icon(kindIcon(item.kind)), text, this.#tag)
    this.node = element('li', { 'data-state': state }, button)
    this.tick()
  }

  /** The countdown of what tries again. */
  tick() {
    const left = Math.ceil((this.#item.next_at - Date.now()) / 1000)
    const isCounting = this.#state === 'retry' && left > 0
    const time = isCounting ? ` ${Math.floor(left / 60)}:${String(left % 60).padStart(2, '0')}` : ''
    this.#tag.textContent = `${stateName(this.#state)}${time}`
  }

  progress(part) {
    if (!this.#bar) return
    this.#bar.value = part * 100
    this.#tag.textContent = `${stateName('sending')} ${number(part * 100)} %`
  }

  #about() {
    const { made_at: made, sent_at: sent, problem, tries, blob, conflict, receipt } = this.#item
    if (this.#state === 'sent') {
      if (receipt?.isTheirs) return gettext('Theirs was kept')
      return interpolate(gettext('%(time)s · receipt %(id)s'), { time: moment(sent), id: this.#item.id.slice(0, 4) })
    }
    if (this.#state === 'refused') return problem?.detail || problem?.title || ''
    if (this.#state === 'conflict') {
      const n = conflict.asked.length
      return interpolate(ngettext('changed %(time)s · %(count)s choice', 'changed %(time)s · %(count)s choices', n), { time: moment(made), count: number(n) })
    }
    if (this.#state === 'behind') return gettext('goes after what stands before it')
    const size = blob && sizeWords(blob.size)
    const again = this.#state === 'retry' && `${problem?.title ?? ''} ${interpolate(gettext('try %(n)s'), { n: number(tries) })}`
    return [moment(made), size, again].filter(Boolean).join(' · ')
  }
}
