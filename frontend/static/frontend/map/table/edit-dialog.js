// edit-dialog.js: choose what is written, see what it changes in each parcel, save, and read what became of each.

import { openDialog, closeButton } from '../../register/dialog.js'
import { columnName, valueWords } from '../../register/history/words.js'
import { element, icon } from '../../ui/dom.js'
import { gettext, interpolate, ngettext, number, pick } from '../../ui/i18n.js'
import { button } from '../editor/controls.js'
import { Saver } from '../editor/saving.js'
import { EDITABLE, plan, saveEach } from './edits.js'

const VILLAGE = /^(\d{8})?$/

export class EditDialog {
  #world
  #features
  #done
  #values = {}
  #preview = element('div', { class: 'edit-preview', role: 'status' })
  #save = button(gettext('Save'), () => this.#run(), { kind: 'main' })
  #dialog

  /** `done(results)` after rows were tried: [{row, problem}]. */
  constructor(world, features, done) {
    this.#world = world
    this.#features = features
    this.#done = done
    const title = interpolate(ngettext('Edit %(count)s parcel', 'Edit %(count)s parcels', features.length), { count: number(features.length) })
    const fields = element('div', { class: 'edit-fields' }, ...Object.keys(EDITABLE).map((name) => this.#field(name)))
    const bar = element('div', { class: 'looking-bar' }, this.#save, button(gettext('Cancel'), () => this.#dialog.close()))
    this.#dialog = openDialog(title, element('p', { class: 'looking-note' }, gettext('Tick what is to be written. Every parcel is saved by itself.')), fields, this.#preview, bar)
    this.#show()
  }

  #field(name) {
    const control = this.#control(name)
    control.disabled = true
    const tick = element('input', { type: 'checkbox', on: { change: ({ target }) => { control.disabled = !target.checked; this.#take(name, control) } } })
    control.addEventListener('input', () => this.#take(name, control))
    control.setAttribute('aria-label', columnName(name))
    return element('div', { class: 'edit-field' }, element('label', { class: 'looking-choice' }, tick, columnName(name)), control)
  }

  #control(name) {
    const rows = this.#world.codes[EDITABLE[name]]
    if (rows) return element('select', {}, ...rows.map((row) => element('option', { value: row.code }, pick(row, 'name'))))
    if (name === 'village_code') return element('input', { class: 'input', inputmode: 'numeric', maxlength: 8, placeholder: '67010101' })
    return element('select', {}, element('option', { value: 'true' }, gettext('yes')), element('option', { value: '' }, gettext('no')))
  }

  #take(name, control) {
    if (control.disabled) delete this.#values[name]
    else this.#values[name] = name === 'joined_is_estimate' ? control.value === 'true' : control.value.trim()
    this.#show()
  }

  get #fault() {
    return VILLAGE.test(this.#values.village_code ?? '') ? '' : gettext('A village code has 8 digits.')
  }

  #show() {
    const { rows, same } = plan(this.#features, this.#values)
    this.#save.disabled = !rows.length || Boolean(this.#fault)
    const sum = interpolate(gettext('%(change)s change, %(same)s stay as they are'), { change: number(rows.length), same: number(same.length) })
    const isAsked = Object.keys(this.#values).length > 0
    this.#preview.replaceChildren(...[
      this.#fault && element('p', { class: 'looking-refused' }, this.#fault),
      isAsked && element('p', { class: 'edit-sum' }, sum),
      isAsked && rows.length > 0 && element('ul', { class: 'edit-rows', tabindex: '0', 'aria-label': gettext('What changes') }, ...rows.map((row) => this.#row(row))),
    ].filter(Boolean))
  }

  #row({ feature, changes }) {
    const words = (name, value) => valueWords('parcel', name, value, this.#world.codes)
    const lines = changes.map(({ name, before, after }) => element('span', {}, `${columnName(name)}: ${words(name, before)} → ${words(name, after)}`))
    return element('li', {}, element('b', {}, feature.properties.code), ...lines)
  }

  /** One request a row, each with the version that was looked at: what somebody else changed meanwhile is not overwritten. */
  async #run() {
    const { rows } = plan(this.#features, this.#values)
    const told = element('p', { role: 'status' }, '')
    const progress = (done) => { told.textContent = interpolate(gettext('Saved %(done)s of %(all)s'), { done: number(done), all: number(rows.length) }) }
    this.#save.disabled = true
    this.#preview.replaceChildren(told)
    const results = await saveEach(rows, ({ feature, changes }) => {
      const properties = Object.fromEntries(changes.map(({ name, after }) => [name, after]))
      return new Saver(this.#world.api).change('parcels', feature.id, feature.properties.version, { properties })
    }, progress)
    this.#report(results)
    this.#done(results)
  }

  #report(results) {
    const refused = results.filter(({ problem }) => problem)
    const title = interpolate(gettext('%(saved)s saved, %(refused)s refused'), { saved: number(results.length - refused.length), refused: number(refused.length) })
    const head = element('h2', { id: 'dialog-title', tabindex: '-1' }, title)
    const sorted = [...refused, ...results.filter(({ problem }) => !problem)]
    this.#dialog.replaceChildren(head, element('ul', { class: 'edit-rows', tabindex: '0', 'aria-label': title }, ...sorted.map(resultLine)), closeButton(() => this.#dialog))
    head.focus()
  }
}

function resultLine({ row: { feature }, problem }) {
  const words = problem ? whyRefused(problem) : gettext('Saved.')
  return element('li', { class: problem ? 'is-refused' : 'is-saved' }, icon(problem ? 'x' : 'check'), element('b', {}, feature.properties.code), element('span', {}, words))
}

function whyRefused({ status, title, detail, findings = [] }) {
  if (status === 412) return gettext('Somebody else changed it meanwhile: look at it again.')
  return [...new Set(findings.map(({ message }) => message))].join(' ') || detail || title
}
