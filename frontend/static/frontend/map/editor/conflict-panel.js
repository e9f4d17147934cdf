// conflict-panel.js: someone else changed the parcel. Both shapes stand on the map; the officer chooses per field.

import { multiPolygonArea } from '../../geometry/area.js'
import { labelPoint } from '../../geometry/polygonize.js'
import { differenceFaces } from '../../geometry/rest.js'
import { element } from '../../ui/dom.js'
import { areaWords } from '../../ui/area-words.js'
import { button } from './controls.js'
import { compare, merge } from './conflict-merge.js'
import { timeWords } from './words.js'

const VIEWS = ['both', 'mine', 'theirs']

/**
 * Asks once; `onResolved(values)` gets the merged values.
 *
 * `mine`, `theirs`, `base`: values by name; `shapes`: {mine, theirs} as MultiPolygon coordinates; `current`: the feature
 * as the server has it; `words`: {names, value(name, value)}; `saveWords`: on the button that ends it.
 */
export class ConflictPanel {
  #session
  #versions
  #differences
  #choices = {}
  #view = 'both'

  constructor(session, versions) {
    this.#session = session
    this.#versions = versions
    this.#differences = compare(versions.base, versions.mine, versions.theirs)
    this.render()
  }

  render() {
    const { gettext, interpolate } = this.#session.world.i18n
    const { panel, draft } = this.#session
    panel.head(interpolate(gettext('%(name)s was changed by someone else'), { name: draft.title }, true),
      gettext('Nothing is lost: choose for each part. The other version stays in the history.'))
    panel.body(...this.#sides(), ...this.#differences.asked.map((name) => this.#question(name)), ...this.#rest())
    panel.bar(...this.#buttons())
    this.#draw()
  }

  #sides() {
    const { gettext, interpolate } = this.#session.world.i18n
    const { version, updated_at, updated_by } = this.#versions.current.properties
    const theirs = interpolate(gettext('Theirs, version %(version)s'), { version }, true)
    return [element('div', { class: 'editor-sides' },
      element('p', { class: 'editor-side-mine' }, element('strong', {}, gettext('Yours')), element('span', {}, gettext('not saved yet'))),
      element('p', { class: 'editor-side-theirs' }, element('strong', {}, theirs),
        element('span', {}, [updated_by, updated_at && timeWords(this.#session.world.i18n, updated_at)].filter(Boolean).join(' · ')))),
    this.#viewSwitch()]
  }

  #viewSwitch() {
    const { gettext } = this.#session.world.i18n
    const names = { both: gettext('Both'), mine: gettext('Yours'), theirs: gettext('Theirs') }
    const show = (view) => { this.#view = view; this.render() }
    return element('div', { class: 'editor-switch', role: 'group', 'aria-label': gettext('Shapes on the map') },
      ...VIEWS.map((view) => button(names[view], () => show(view), { id: `editor-view-${view}`, 'aria-pressed': String(view === this.#view) })))
  }

  #question(name) {
    const { words, mine, theirs } = this.#versions
    const { gettext } = this.#session.world.i18n
    return element('fieldset', { class: 'editor-question' },
      element('legend', {}, words.names[name]),
      this.#option(name, 'mine', gettext('Yours'), words.value(name, mine[name])),
      this.#option(name, 'theirs', gettext('Theirs'), words.value(name, theirs[name])))
  }

  #option(name, side, who, value) {
    const id = `editor-${name}-${side}`
    const choose = () => { this.#choices = { ...this.#choices, [name]: side }; this.render() }
    const radio = element('input', { type: 'radio', id, name: `editor-${name}`, checked: this.#choices[name] === side, on: { change: choose } })
    return element('label', { class: 'editor-option', for: id }, radio, element('strong', {}, who), ' ', element('span', {}, value))
  }

  #rest() {
    const { gettext, interpolate } = this.#session.world.i18n
    const list = (names) => names.map((name) => this.#versions.words.names[name]).join(', ')
    const { taken, kept } = this.#differences
    return [
      taken.length && element('p', { class: 'editor-note' }, interpolate(gettext('Taken from theirs: %(names)s'), { names: list(taken) }, true)),
      kept.length && element('p', { class: 'editor-note' }, interpolate(gettext('Kept from yours: %(names)s'), { names: list(kept) }, true)),
    ]
  }

  #buttons() {
    const { gettext, ngettext, interpolate } = this.#session.world.i18n
    const left = this.#differences.asked.filter((name) => !this.#choices[name]).length
    const wait = interpolate(ngettext('%(left)s choice left', '%(left)s choices left', left), { left }, true)
    const words = left ? wait : this.#versions.saveWords
    return [
      button(words, () => this.#resolve(), { id: 'editor-resolve', kind: 'main', disabled: left > 0 }),
      button(gettext('Later'), () => this.#session.world.onEnd(), { id: 'editor-later', kind: 'quiet' }),
    ]
  }

  #resolve() {
    const { mine, theirs, onResolved } = this.#versions
    onResolved(merge(mine, theirs, this.#differences, this.#choices))
  }

  #draw() {
    const { shapes } = this.#versions
    const shown = (side) => this.#view === 'both' || this.#view === side
    const sides = ['theirs', 'mine'].filter(shown)
    const { mine, theirs } = shapes
    const tints = this.#view === 'both' ? [...this.#tint(mine, theirs, 'mine'), ...this.#tint(theirs, mine, 'theirs')] : []
    this.#session.sketch.show({
      areas: [...tints, ...sides.flatMap((side) => shapes[side].map((rings) => ({ rings, className: `editor-${side}` })))],
      labels: tints.map(({ rings, words, side }) => ({ at: labelPoint(rings), lines: [words], className: `editor-label-${side}` })),
    })
    this.#session.panel.area(multiPolygonArea(shapes.mine))
  }

  #tint(shape, other, side) {
    return differenceFaces(shape, other).map((rings) => (
      { rings, side, className: `editor-only-${side}`, words: areaWords(multiPolygonArea([rings])) }))
  }
}
