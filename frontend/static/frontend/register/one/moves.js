// moves.js: what is missing for the next step and where to bring it; every move with who may make it.

import { element, icon } from '../../ui/dom.js'
import { gettext, interpolate, ngettext, number } from '../../ui/i18n.js'
import { askFields, isAside, roleNames } from '../asks.js'
import { nextOf } from '../list/next-step.js'
import { say } from '../start.js'
import { actionButton, Card, line } from './card.js'
import { lackWords } from './lack.js'

export class Moves extends Card {
  /** The next action, fixed at the thumb of a phone. */
  thumb = element('div', { class: 'thumb' })

  constructor(page) {
    super(page, 'moves')
  }

  isShown() {
    return !this.page.isClosed
  }

  render() {
    super.render()
    this.thumb.hidden = this.page.isClosed
    this.thumb.replaceChildren(...this.#thumbButton())
  }

  contents() {
    const { moves, isClosed } = this.page
    if (isClosed || !moves.length) return [this.headline(gettext('Nothing follows')), element('p', { class: 'quiet' }, gettext('The path ends here.'))]
    const next = nextOf(moves)
    const aside = moves.filter((move) => move !== next)
    return [
      this.headline(this.#titleOf(next)),
      next && element('ul', { class: 'lines' }, ...this.#lacks(next)),
      next && this.#move(next, true),
      aside.length > 0 && element('h3', { class: 'moves-other' }, gettext('Other moves')),
      ...aside.map((move) => this.#move(move, false)),
    ]
  }

  #titleOf(next) {
    if (!next) return gettext('What can be done')
    const state = this.page.states.nameOf(next.to)
    const count = next.missing.length
    if (!count) return interpolate(gettext('Ready for “%(state)s”'), { state })
    const words = ngettext('%(count)s thing missing before “%(state)s”', '%(count)s things missing before “%(state)s”', count)
    return interpolate(words, { count: number(count), state })
  }

  #lacks({ missing }) {
    if (!missing.length) return [line('good', gettext('Nothing is missing.'), '')]
    return missing.map((lack) => {
      const { title, small, label } = lackWords(lack, this.page)
      return line('bad', title, small, label && element('button', { class: 'text-button', type: 'button', on: { click: () => this.page.end(lack.path) } }, label))
    })
  }

  /** A move as a button; refused ones stay, grey, with the reason and who may. */
  #move(move, isMain) {
    const { states } = this.page
    const label = isMain ? interpolate(gettext('Move to “%(state)s”'), { state: states.nameOf(move.to) }) : states.nameOf(move.to)
    const className = `button ${isMain && move.possible ? 'button-main' : ''}`
    const glyph = isMain ? icon('arrow-right') : null
    const button = actionButton(label, this.#reason(move), () => this.#ask(move), { className, glyph })
    button.dataset.to = move.to
    const why = element('p', { class: 'move-why' }, this.#small(move))
    return element('div', { class: `move ${isMain ? 'is-main' : ''}` }, button, why)
  }

  #reason(move) {
    return move.possible ? '' : move.refused.message
  }

  #small(move) {
    const who = interpolate(gettext('Who may: %(roles)s'), { roles: roleNames(move.roles, this.page.codes) })
    if (move.possible || move.refused.code === 'not_your_move') return who
    return `${move.refused.message} ${who}`
  }

  #ask(move) {
    const { page } = this
    const name = page.states.nameOf(move.to)
    this.ask({
      title: interpolate(gettext('Move to “%(state)s”?'), { state: name }),
      note: isAside(move.to) ? '' : gettext('The way back leads only through “Returned”.'),
      fields: askFields(move.asks, page.codes),
      label: interpolate(gettext('Yes, move to “%(state)s”'), { state: name }),
      save: async (values) => {
        const { data } = await page.post(`/api/applications/${page.uid}/transitions`, { to: move.to, ...values })
        say(this.#said(name, data.proposed))
      },
    })
  }

  /** Where a place has become free, who is first on the reserve list. */
  #said(state, proposed) {
    const moved = interpolate(gettext('Moved to “%(state)s”.'), { state })
    return proposed ? `${moved} ${interpolate(gettext('A place is free: %(no)s is first in reserve.'), proposed)}` : moved
  }

  #thumbButton() {
    const next = nextOf(this.page.moves)
    if (!next) return []
    const name = this.page.states.nameOf(next.to)
    if (next.possible) {
      const click = () => {
        this.node.scrollIntoView({ block: 'start' })
        this.#ask(next)
      }
      return [element('button', { class: 'button button-main', type: 'button', on: { click } }, icon('arrow-right'), interpolate(gettext('Move to “%(state)s”'), { state: name }))]
    }
    const lack = next.missing[0]
    if (lack) {
      const { title, label } = lackWords(lack, this.page)
      const click = () => this.page.end(lack.path)
      return [element('button', { class: 'button button-main', type: 'button', on: { click } }, icon('arrow-right'), [label, title].filter(Boolean).join(': '))]
    }
    return [actionButton(name, next.refused.message, () => {}, { className: 'button', glyph: icon('lock') })]
  }
}
