// bulk.js: the bar of chosen applications: before the move it says how many may go, afterwards what became of each.

import { areaShort } from '../../ui/area-words.js'
import { element, icon } from '../../ui/dom.js'
import { gettext, interpolate, ngettext, number } from '../../ui/i18n.js'
import { isAside } from '../asks.js'
import { askBeforeMove, explain } from './bulk-dialog.js'

/** Moves of many at once that this many applications may be chosen for; the API takes no more. */
export const MOST = 500

/** `matched()` is how many the list holds in all; `chooseAll()` chooses them. `moved()` after rows were moved. */
export class Bulk {
  #world
  #selection
  #checks
  #list
  #node = document.getElementById('bulk')
  #to = ''
  #turn = 0

  constructor({ world, selection, checks, list }) {
    this.#world = world
    this.#selection = selection
    this.#checks = checks
    this.#list = list
    selection.events.addEventListener('change', () => this.show())
  }

  /** Ask what each chosen row may do, then say it. A newer choice overtakes an older question. */
  async show() {
    const rows = this.#selection.rows
    this.#turn += 1
    const turn = this.#turn
    this.#node.hidden = !rows.length
    document.body.classList.toggle('has-bulk', rows.length > 0)
    if (!rows.length) return
    const asked = await this.#ask(rows, turn)
    if (asked && turn === this.#turn) this.#say(rows, asked)
  }

  async #ask(rows, turn) {
    let done = 0
    const tell = () => turn === this.#turn && this.#node.replaceChildren(this.#head(rows), element('p', { class: 'bulk-wait' }, interpolate(gettext('Looking what they may do: %(done)s of %(all)s'), { done: number(done), all: number(rows.length) })), this.#close())
    const later = setTimeout(tell, 300)
    const one = async (row) => {
      const moves = await this.#checks.of(row)
      done += 1
      if (done % 20 === 0) tell()
      return { row, moves }
    }
    try {
      return await Promise.all(rows.map(one))
    } catch (problem) {
      if (!problem.kind) throw problem
      if (turn === this.#turn) this.#node.replaceChildren(this.#head(rows), element('p', { class: 'bulk-wait', role: 'alert' }, problem.title), this.#close())
      return null
    } finally {
      clearTimeout(later)
    }
  }

  #head(rows) {
    const area = rows.reduce((sum, row) => sum + Number(row.joined_area_m2 ?? 0), 0)
    const count = interpolate(ngettext('%(count)s application', '%(count)s applications', rows.length), { count: number(rows.length) })
    return element('p', { class: 'bulk-count' }, element('b', {}, count), ` · ${areaShort(area)} ${gettext('rai')}`, this.#offerAll(rows))
  }

  /** When the whole page is chosen: all that match, as far as one move reaches. */
  #offerAll(rows) {
    const all = this.#list.matched()
    if (!this.#selection.isPageChosen || !all || rows.length >= Math.min(all, MOST)) return null
    const words = all > MOST ? gettext('Select the first %(count)s that match') : gettext('Select all %(count)s that match')
    const click = () => this.#list.chooseAll()
    return element('button', { class: 'bulk-link', type: 'button', on: { click } }, interpolate(words, { count: number(Math.min(all, MOST)) }))
  }

  #close() {
    const click = () => this.#selection.clear()
    return element('button', { class: 'button bulk-close', type: 'button', 'aria-label': gettext('Select none'), on: { click } }, icon('x'))
  }

  #say(rows, asked) {
    const plans = plansOf(asked, this.#world)
    const plan = plans.find(({ to }) => to === this.#to) ?? plans[0]
    if (!plan) {
      const none = element('p', { class: 'bulk-wait' }, gettext('None of them can be moved any more.'))
      return this.#node.replaceChildren(this.#head(rows), none, this.#close())
    }
    const choose = ({ target }) => {
      this.#to = target.value
      this.#say(rows, asked)
      this.#node.querySelector('select').focus()
    }
    const options = plans.map((one) => element('option', { value: one.to, selected: one === plan }, `${one.name} (${number(one.may.length)})`))
    const select = element('select', { class: 'bulk-to', 'aria-label': gettext('Move to'), on: { change: choose } }, ...options)
    this.#node.replaceChildren(this.#head(rows), this.#sum(plan), select, this.#go(plan), this.#close())
  }

  #sum(plan) {
    const { may, not } = plan
    const words = interpolate(gettext('%(may)s can be moved · %(not)s cannot'), { may: number(may.length), not: number(not.length) })
    const click = () => explain(plan)
    const why = not.length > 0 && element('button', { class: 'bulk-link', type: 'button', on: { click } }, gettext('Why?'))
    return element('p', { class: 'bulk-sum', role: 'status' }, words, why)
  }

  #go(plan) {
    const words = ngettext('Move %(count)s to “%(state)s”', 'Move %(count)s to “%(state)s”', plan.may.length)
    const click = () => plan.may.length && askBeforeMove(plan, this.#world, (results) => this.#moved(plan, results))
    return element(
      'button',
      { class: 'button bulk-go', type: 'button', 'aria-disabled': !plan.may.length && 'true', on: { click } },
      icon('arrow-right'), interpolate(words, { count: number(plan.may.length), state: plan.name }),
    )
  }

  /** Who went is chosen no longer; who was refused still is. */
  #moved(plan, results) {
    const went = new Set(results.filter((one) => !one.problem).map((one) => one.application))
    this.#checks.forget()
    this.#selection.choose(plan.may.filter(({ uid }) => went.has(uid)), false)
    this.#list.moved()
  }
}

/** One plan a state that any of the rows may come to: {to, name, asks, may: rows, not: [{row, why}]}, the likeliest first. */
function plansOf(asked, { states }) {
  const found = new Map()
  for (const { moves } of asked) for (const move of moves) if (!found.has(move.to)) found.set(move.to, move)
  const plans = [...found.values()].map(({ to, asks }) => planOf(to, asks, asked, states))
  return plans.sort((a, b) => isAside(a.to) - isAside(b.to) || b.may.length - a.may.length)
}

function planOf(to, asks, asked, states) {
  const plan = { to, asks, name: states.nameOf(to), may: [], not: [] }
  for (const { row, moves } of asked) {
    const move = moves.find((one) => one.to === to)
    if (move?.possible) plan.may.push(row)
    else plan.not.push({ row, why: whyNot(move, row, states) })
  }
  return plan
}

function whyNot(move, row, states) {
  if (!move) return [interpolate(gettext('From “%(state)s” there is no way there.'), { state: states.nameOf(row.state) })]
  return move.missing.length && move.refused.code === 'move_not_ready' ? move.missing.map((one) => one.message) : [move.refused.message]
}
