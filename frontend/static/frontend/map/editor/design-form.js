// design-form.js: which standard design, how it is shared out and how it lies.

import { element } from '../../ui/dom.js'
import { button, field, select } from './controls.js'
import { FREE, GUIDE, HILL, OWN, PARTS, PLANS, RATIOS } from './design-plans.js'

/**
 * The form of a wish (design-plans.js).
 *
 * `onChange(part)`: something else is wanted; `onRebuild(part)`: and the form has other controls for it.
 */
export function designForm({ world, wish, onChange, onRebuild }) {
  return element('div', { class: 'editor-form' },
    ...planFields(world, wish, onChange, onRebuild),
    ...turnFields(world, wish, onChange),
    ...shareFields(world, wish, onChange, onRebuild))
}

function planFields({ i18n }, wish, onChange, onRebuild) {
  const { gettext, interpolate } = i18n
  const named = PLANS.map(([code, { size_rai: size, ratio }]) => [code, interpolate(gettext('%(size)s rai, 1 : %(ratio)s'), { size, ratio }, true)])
  const choose = (code) => onRebuild({ plan: code, ...PLANS.find(([known]) => known === code)?.[1] })
  const plan = field(gettext('Plan'), select('design-plan', [...named, [FREE, gettext('Free size')]], wish.plan, choose),
    gettext('Width to length.'))
  if (wish.plan !== FREE) return [plan]
  const size = number('design-size', wish.size_rai, { min: 0.1, max: 100, step: 'any' }, (value) => onChange({ size_rai: value }))
  const ratios = RATIOS.map((ratio) => [String(ratio), `1 : ${ratio}`])
  const ratio = select('design-ratio', ratios, String(wish.ratio), (value) => onChange({ ratio: Number(value) }))
  return [plan, element('div', { class: 'editor-pair' }, field(gettext('Size, rai'), size), field(gettext('Width to length'), ratio))]
}

function shareFields({ i18n, codes }, wish, onChange, onRebuild) {
  const { gettext } = i18n
  const kinds = [
    [GUIDE.join(':'), GUIDE.join(' : ')],
    [HILL.join(':'), `${HILL.join(' : ')} · ${gettext('hill plot without paddy')}`],
    [OWN, gettext('Own shares')],
  ]
  const choose = (kind) => onRebuild(kind === OWN ? { kind } : { kind, shares: kind.split(':').map(Number) })
  const choice = field(gettext('Shares'), select('design-shares', kinds, wish.kind, choose), gettext('Mound : water : paddy : living.'))
  if (wish.kind !== OWN) return [choice]
  const set = (n) => (value) => onChange((now) => ({ shares: now.shares.map((share, i) => (i === n ? value : share)) }))
  const own = PARTS.map((group, n) => {
    const name = i18n.pick(codes.zone_group.find(({ code }) => code === group), 'name')
    return field(`${name} %`, number(`design-share-${n}`, wish.shares[n], { min: 0, max: 100, step: 1 }, set(n)))
  })
  return [choice, element('div', { class: 'editor-pair' }, ...own)]
}

function turnFields({ i18n }, wish, onChange) {
  const { gettext } = i18n
  const set = (value) => onChange({ bearing: value })
  const range = { min: 0, max: 180, step: 1 }
  const typed = number('design-bearing', wish.bearing ?? '', { ...range, step: 'any' }, set)
  const slider = element('input', { type: 'range', id: 'design-slider', value: wish.bearing ?? 0, ...range,
    'aria-label': gettext('Turn the design'), on: { input: (event) => set(Number(event.target.value)) } })
  const turned = element('input', { type: 'checkbox', id: 'design-mirrored', checked: wish.mirrored,
    on: { change: (event) => onChange({ mirrored: event.target.checked }) } })
  return [
    field(gettext('Direction of the long side, degrees from north'), typed),
    element('div', { class: 'editor-turn' }, slider, button(gettext('Best fit'), () => onChange({ bearing: null }), { id: 'design-best' })),
    element('label', { class: 'editor-check', for: turned.id }, turned, gettext('The other way round: living first')),
  ]
}

function number(id, value, range, onInput) {
  const typed = (event) => onInput(event.target.value === '' ? NaN : Number(event.target.value))
  return element('input', { type: 'number', id, value, inputmode: 'decimal', ...range, on: { input: typed } })
}

/** Show the direction that a design has now; a control in use keeps what its user does. */
export function showBearing(bearing) {
  for (const id of ['design-bearing', 'design-slider']) {
    const control = document.getElementById(id)
    if (control && control !== document.activeElement) control.value = String(Math.round(bearing * 10) / 10)
  }
}

/** Show whether the order is turned round, when a key did it. */
export function showMirrored(is) {
  const control = document.getElementById('design-mirrored')
  if (control) control.checked = is
}
