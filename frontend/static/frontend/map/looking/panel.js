// panel.js: the choices of the Looking panel: colours, fill, outlines, labels. Each is part of the address.

import { element } from '../../ui/dom.js'
import { gettext, interpolate, pick } from '../../ui/i18n.js'
import { HIDEABLE } from '../../ui/store.js'
import { baseMaps } from '../base/base-map.js'
import { lookNames } from './looks.js'

/** Radio buttons of [[value, words]] under a name. */
export function radios(name, legend, pairs, value, choose) {
  const one = ([code, words]) => element('label', { class: 'looking-choice' },
    element('input', { type: 'radio', name, value: code, checked: code === value, on: { change: () => choose(code) } }), element('span', {}, words))
  return element('fieldset', { class: 'looking-set' }, element('legend', {}, legend), ...pairs.map(one))
}

export function check(words, isOn, choose) {
  const box = element('input', { type: 'checkbox', checked: isOn, on: { change: ({ target }) => choose(target.checked) } })
  return element('label', { class: 'looking-choice' }, box, element('span', {}, words))
}

/** `store` holds the view; what is chosen is written there, and everything else follows it. */
export function lookingNodes(store) {
  const { view } = store
  return [
    radios('colour', gettext('Colour by'), Object.entries(lookNames()), view.colour, (colour) => store.set({ colour })),
    fillSlider(store),
    bases(store),
    element('fieldset', { class: 'looking-set' }, element('legend', {}, gettext('On the map')), ...shown(store)),
  ]
}

/** Nothing to choose where the operator has set no base map. */
function bases(store) {
  if (!baseMaps.length) return null
  const pairs = [['', gettext('No base map')], ...baseMaps.map((one) => [one.id, pick(one, 'title')])]
  const known = pairs.some(([id]) => id === store.view.base) ? store.view.base : ''
  return radios('base', gettext('Base map'), pairs, known, (base) => store.set({ base }))
}

function fillSlider(store) {
  const words = (fill) => interpolate(gettext('%(share)s %'), { share: fill })
  const said = element('output', { for: 'looking-fill' }, words(store.view.fill))
  const input = ({ target }) => { said.textContent = words(target.value) }
  const change = ({ target }) => store.set({ fill: Number(target.value) })
  const slider = element('input', { id: 'looking-fill', type: 'range', min: 0, max: 100, step: 10, value: store.view.fill, on: { input, change } })
  return element('div', { class: 'looking-set looking-fill' }, element('label', { for: 'looking-fill' }, gettext('Fill of the parcels')), slider, said)
}

function shown(store) {
  const names = { outlines: gettext('Outlines of areas'), labels: gettext('Labels'), grid: gettext('Grid of degrees') }
  const choose = (name) => (isOn) => {
    const { hidden } = store.view
    store.set({ hidden: HIDEABLE.filter((one) => (one === name ? !isOn : hidden.includes(one))) })
  }
  return HIDEABLE.map((name) => check(names[name], !store.view.hidden.includes(name), choose(name)))
}
