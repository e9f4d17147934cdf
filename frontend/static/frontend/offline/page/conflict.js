// conflict.js: two people changed one thing: both shapes, both values, a choice for each field that both changed.

import { polygonsOf } from '../../geometry/area.js'
import { Api } from '../../ui/api.js'
import { element, icon } from '../../ui/dom.js'
import { gettext, interpolate, ngettext, number, shortDate } from '../../ui/i18n.js'
import { resolved, SAVE, valuesOf, zonesOnTop } from '../merging.js'
import { isTogether, ownOf, resolvedTogether, shapesTogether } from '../together.js'
import { fieldName, isNamed, kindName, moment } from '../words.js'
import { Drawing } from './drawing.js'
import { valueWords } from './values.js'

const SIDES = ['mine', 'theirs']

export class ConflictView {
  node = element('div', { class: 'outbox-conflict' })
  #world
  #item
  #choices = {}
  #save = element('button', { class: 'button button-main', type: 'button', id: 'resolve', on: { click: () => this.#resolve() } })
  #left = element('p', { class: 'quiet', role: 'status' })

  constructor(world, item) {
    this.#world = world
    this.#item = item
    const { conflict } = item
    const drawing = this.#shapes()
    this.node.append(
      ...(drawing ? [drawing.node] : []),
      element(
        'div', { class: 'outbox-choices' },
        element('h2', { tabindex: '-1' }, interpolate(gettext('%(kind)s %(name)s was changed in two places'), { kind: kindName(item.kind), name: item.title })),
        element('p', { class: 'quiet' }, gettext('Choose for each; the other one is not lost, it stays in the history.')),
        this.#sides(),
        ...[this.#others()].filter(Boolean),
        ...conflict.asked.map((name) => this.#question(name)),
        ...this.#rest(),
        element('div', { class: 'outbox-bar' }, this.#left, this.#save),
      ),
    )
    this.#showLeft()
  }

  /** Both shapes, where there are any: of a parcel, or of the zones in it. */
  #shapes() {
    const { body, base, conflict, path } = this.#item
    if (isTogether(this.#item)) return this.#together()
    if (path === SAVE) return zoneDrawing(body, base, conflict.theirs)
    const theirs = conflict.theirs?.geometry
    const mine = body?.geometry ?? theirs
    return theirs?.type?.endsWith('Polygon') ? new Drawing(polygonsOf(mine), polygonsOf(theirs)) : null
  }

  #together() {
    if (!this.#item.conflict.asked.includes('geometry')) return null
    const { mine, theirs } = shapesTogether(this.#item)
    return new Drawing(mine, theirs)
  }

  /** Whose land along the border was changed too, by the codes of its parcels. */
  #others() {
    const others = this.#item.conflict.others ?? []
    if (!others.length) return null
    const names = [...new Set(others.map(({ properties }) => properties.code ?? gettext('a zone')))].join(', ')
    return element('p', { class: 'box' }, interpolate(gettext('Along its border somebody else has changed %(names)s. Your choice for the shape holds for both sides, so that the border stays one line.'), { names }))
  }

  #sides() {
    const { made_at: made, ifMatch, conflict } = this.#item
    const { version, updated_at: at, updated_by: by } = valuesOf(conflict.theirs)
    const from = ifMatch && interpolate(gettext('made from version %(version)s'), { version: ifMatch })
    const theirs = version ? interpolate(gettext('Theirs, version %(version)s'), { version }) : gettext('Theirs')
    return element(
      'div', { class: 'outbox-sides' },
      element('p', { 'data-side': 'mine' }, element('b', {}, gettext('Yours')), element('span', {}, moment(made)), from && element('span', {}, from)),
      element('p', { 'data-side': 'theirs' }, element('b', {}, theirs), by && element('span', {}, by), at && element('span', {}, shortDate(at))),
    )
  }

  #question(name) {
    const value = { mine: valuesOf(ownOf(this.#item)), theirs: valuesOf(this.#item.conflict.theirs) }
    return element('fieldset', { class: 'outbox-question' }, element('legend', {}, fieldName(name)), ...SIDES.map((side) => this.#option(name, side, this.#words(name, value[side]))))
  }

  #words(name, values) {
    if (name === 'zones' || name === 'row') return ''
    return valueWords(this.#world.codes, name, values[name])
  }

  #option(name, side, words) {
    const choose = () => { this.#choices[name] = side; this.#showLeft() }
    const radio = element('input', { type: 'radio', name, value: side, on: { change: choose } })
    return element('label', { class: 'outbox-option', 'data-side': side }, radio, element('span', {}, element('b', {}, side === 'mine' ? gettext('Yours') : gettext('Theirs')), ' ', words))
  }

  #rest() {
    const { taken, kept } = this.#item.conflict
    const line = (words, all) => {
      const names = all.filter(isNamed).map(fieldName).join(', ')
      return names && element('p', { class: 'outbox-merged' }, icon('check'), interpolate(words, { names }))
    }
    return [line(gettext('Taken from theirs: %(names)s'), taken), line(gettext('Kept from yours: %(names)s'), kept)].filter(Boolean)
  }

  #showLeft() {
    const left = this.#item.conflict.asked.filter((name) => !this.#choices[name]).length
    this.#left.textContent = left ? interpolate(ngettext('%(left)s choice left', '%(left)s choices left', left), { left: number(left) }) : ''
    this.#save.disabled = left > 0
    const { version } = valuesOf(this.#item.conflict.theirs)
    this.#save.replaceChildren(icon('check'), version ? interpolate(gettext('Save as version %(version)s'), { version: version + 1 }) : gettext('Save'))
  }

  async #resolve() {
    const { outbox, say } = this.#world
    try {
      const changes = await this.#changes()
      if (changes) await outbox.renew(this.#item, changes)
      else await outbox.acknowledged(this.#item, { status: 0, etag: null, isTheirs: true })
    } catch (problem) {
      if (!problem.kind) throw problem
      say(problem.title)
    }
  }

  /** What to send after the choices, or null when theirs is to stay as it is. */
  async #changes() {
    const { method, path, base, conflict } = this.#item
    if (method === 'PATCH') return resolved(this.#item, this.#choices)
    if (isTogether(this.#item)) return resolvedTogether(this.#item, this.#choices)
    if (Object.values(this.#choices)[0] === 'theirs') return null
    if (path !== SAVE) return { ifMatch: valuesOf(conflict.theirs).version }
    const { features } = await new Api().items('zones', { parcel: base.parcel, limit: 500 })
    return { body: zonesOnTop(this.#item, features) }
  }
}

function zoneDrawing({ changes }, base, theirs) {
  const polygonOf = ({ geometry }) => geometry.coordinates
  const gone = new Set(changes.map(({ id }) => id))
  const drawn = changes.filter(({ action, collection }) => action !== 'delete' && collection === 'zones')
  const mine = [...base.zones.filter(({ id }) => !gone.has(id)), ...drawn].map(polygonOf)
  return new Drawing(mine, (theirs?.features ?? []).filter(({ geometry }) => geometry?.type === 'Polygon').map(polygonOf), polygonsOf(base.geometry))
}
