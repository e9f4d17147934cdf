// inspector.js: the selected parcel in words: code, state, areas, zone shares, facts, and what may be done.

import { emptyBox, errorBox, skeletons } from '../ui/boxes.js'
import { Outbox } from '../offline/outbox.js'
import { withWaiting } from '../offline/overlay.js'
import { stakePart } from '../offline/stake.js'
import { element, icon } from '../ui/dom.js'
import { gettext, interpolate, lang, ngettext } from '../ui/i18n.js'
import { BOTH, BUILT, choicesOf, firstStage, hasBoth, ofStage, PLANNED } from '../ui/stages.js'
import { ApplicationStep } from './application-step.js'
import { areaPanel } from './area-panel.js'
import { comparePanel } from './compare-panel.js'
import { factsPanel } from './facts-panel.js'
import { statePill } from './list-row.js'
import { placeField } from './place-finder.js'
import { refuse, whyNoTool } from './rights.js'
import { sharesPanel } from './shares-panel.js'
import { waterPanel } from './water-panel.js'

const NOTHING = Object.freeze({ parcel: null, zones: [], stage: PLANNED })

/**
 * `events` dispatches 'close', 'loaded' and 'stage' {parcel, zones, planned}, 'start' {tool}, 'refused' {reason},
 * 'place' {position} of land that is to be drawn, 'sent' {uid} when its application was sent in.
 */
export class Inspector {
  events = new EventTarget()
  #panel = document.getElementById('inspector')
  #node = document.getElementById('parcel')
  #api
  #me
  #codes
  #states
  #outbox
  #step
  #abort = new AbortController()
  #loading = Promise.resolve()
  /** What is shown: {parcel, zones (all), stage}. `stage` is kept while the same parcel is shown again. */
  #shown = NOTHING

  constructor({ api, me, codes, states, say }) {
    this.#api = api
    this.#me = me
    this.#codes = codes
    this.#states = states
    this.#outbox = new Outbox(me.username)
    this.#step = new ApplicationStep({ api, states, say, onSent: (uid) => this.#tell('sent', { uid }) })
  }

  /**
   * The parcel with all its zones, and the stage of those that are shown: where both are, what is built is worked on.
   * What is being loaded is waited for: work that begins from an older version ends as a conflict with oneself.
   */
  async shown() {
    await this.#loading
    return { ...this.#shown, stage: this.#stage }
  }

  get #stage() {
    return this.#shown.stage === BOTH ? BUILT : this.#shown.stage
  }

  close() {
    this.#abort.abort()
    this.#shown = NOTHING
    this.#node.replaceChildren()
    this.#panel.hidden = true
  }

  /** Load a parcel with its zones and show it. */
  show(uid) {
    this.#loading = this.#show(uid)
    return this.#loading
  }

  async #show(uid) {
    this.#abort.abort()
    this.#abort = new AbortController()
    this.#panel.hidden = false
    if (this.#node.dataset.uid !== uid) this.#node.replaceChildren(...skeletons(4, 'parcel-skeleton'))
    this.#node.dataset.uid = uid
    try {
      const { signal } = this.#abort
      const { parcel, zones } = await withWaiting(this.#outbox, uid, this.#codes.zone_type, () => this.#load(uid, signal))
      if (signal.aborted) return
      this.#become(parcel, zones)
      this.#tell('loaded', this.#drawn)
    } catch (error) {
      if (error.name !== 'AbortError') this.#fail(error, uid)
    }
  }

  async #load(uid, signal) {
    const [parcel, zones] = await Promise.all([
      this.#api.item('parcels', uid, { signal }),
      this.#api.items('zones', { parcel: uid, limit: 500 }, { signal }),
    ])
    return { parcel, zones: zones.features }
  }

  #become(parcel, zones) {
    const { parcel: before, stage, isChosen } = this.#shown
    const kept = isChosen && before?.id === parcel.id && choicesOf(zones).includes(stage)
    this.#shown = { parcel, zones, stage: kept ? stage : firstStage(zones), isChosen: kept }
    this.#render()
  }

  /** The parcel with the zones of the chosen stage, and the plan when it lies over them. */
  get #drawn() {
    const { parcel, zones, stage } = this.#shown
    return { parcel, zones: ofStage(zones, this.#stage), planned: stage === BOTH ? ofStage(zones, PLANNED) : [] }
  }

  #tell(name, detail = {}) {
    this.events.dispatchEvent(new CustomEvent(name, { detail }))
  }

  #fail(problem, uid) {
    const text = gettext('It does not exist, was withdrawn, or lies outside your area.')
    const leave = [gettext('Close'), () => this.#tell('close')]
    const isMissing = problem.kind === 'missing'
    this.#node.replaceChildren(isMissing ? emptyBox(gettext('No such parcel'), text, [leave]) : errorBox(problem, () => this.show(uid)))
    this.#shown = NOTHING
    if (isMissing) this.#tell('loaded', this.#drawn)
  }

  #render() {
    const { parcel } = this.#drawn
    const { properties, geometry } = parcel
    this.#node.replaceChildren(
      this.#head(parcel),
      ...(geometry ? this.#shares() : [this.#notDrawn(parcel)]),
      factsPanel(properties, this.#codes),
      ...this.#history(parcel),
      ...[stakePart(parcel)].filter(Boolean),
      ...this.#actions(parcel),
    )
  }

  #shares() {
    const { parcel, zones, planned } = this.#drawn
    const groups = this.#codes.zone_group
    const shares = this.#shown.stage === BOTH
      ? comparePanel(parcel, { planned, built: zones }, groups, this.#stages())
      : sharesPanel(parcel, zones, groups, this.#stages())
    return [shares, waterPanel(parcel, zones)].filter(Boolean)
  }

  #stages() {
    const { parcel, zones, stage } = this.#shown
    if (!hasBoth(parcel, zones)) return null
    const names = { [PLANNED]: gettext('As planned'), [BUILT]: gettext('As built'), [BOTH]: gettext('Both') }
    const switches = choicesOf(zones).map((code) => (
      element('button', { type: 'button', 'data-stage': code, 'aria-pressed': String(code === stage), on: { click: () => this.#showStage(code) } }, names[code])))
    return element('div', { class: 'switch', role: 'group', 'aria-label': gettext('Zones as planned or as built') }, ...switches)
  }

  #showStage(stage) {
    this.#shown = { ...this.#shown, stage, isChosen: true }
    this.#render()
    this.#node.querySelector(`[data-stage="${stage}"]`).focus()
    this.#tell('stage', this.#drawn)
  }

  #head({ properties, waiting }) {
    const title = interpolate(gettext('Parcel %(code)s'), { code: properties.code })
    const close = { class: 'icon-button parcel-close', type: 'button', 'aria-label': gettext('Close the details'), on: { click: () => this.#tell('close') } }
    return element(
      'header',
      { class: 'parcel-head' },
      element('div', { class: 'parcel-title' }, element('h2', {}, title), statePill(properties.state, this.#states)),
      element('p', { class: 'parcel-place' }, placeLine(properties)),
      waiting > 0 && waitingLine(waiting),
      ...areaPanel(properties),
      element('button', close, icon('x')),
    )
  }

  #actions(parcel) {
    const edit = this.#action('edit', parcel.geometry ? gettext('Edit shape') : gettext('Draw the shape'), 'spline', parcel.geometry ? 'button' : 'button button-main', parcel)
    const words = this.#stage === BUILT ? gettext('Draw zones as built') : gettext('Draw zones')
    const zones = this.#action('zone', words, 'sprout', parcel.geometry ? 'button button-main' : 'button', parcel)
    const split = this.#action('split', gettext('Split'), 'scissors', 'button', parcel)
    const merge = this.#action('merge', gettext('Merge'), 'combine', 'button', parcel)
    const reasons = new Set(['edit', 'zone'].map((tool) => whyNoTool(this.#me, tool, parcel)).filter(Boolean))
    const why = reasons.size > 0 && element('p', { class: 'actions-reason', id: 'actions-reason' }, [...reasons].join(' '))
    this.#step.show(parcel, this.#abort.signal)
    return [
      element('div', { class: 'actions-more' }, split, merge, this.#application(parcel)),
      element('div', { class: 'actions' }, edit, zones, why, this.#step.node),
    ]
  }

  #notDrawn(parcel) {
    const box = emptyBox(gettext('Not drawn yet'), gettext('The application is here, the shape is not. Draw it from the deed or on the land.'))
    const isWriter = !whyNoTool(this.#me, 'edit', parcel)
    return element('section', {}, isWriter && placeField((position) => this.#tell('place', { position })), box)
  }

  /** The way to the application of a parcel, or to a new one that takes it. */
  #application({ id, properties: { application, application_no: no } }) {
    const rights = this.#me.rights?.applications ?? []
    if (application && rights.includes('read')) return element('a', { class: 'button actions-wide', href: `/applications/${application}` }, icon('file-text'), interpolate(gettext('Application %(no)s'), { no }))
    if (application || !rights.includes('create') || whyNoTool(this.#me, 'edit', { properties: {} })) return null
    return element('a', { class: 'button actions-wide', href: `/applications/new?parcel=${id}#land` }, icon('plus'), gettext('New application'))
  }

  /** Every version of a parcel, for who may change it. */
  #history({ id }) {
    if (!this.#me.rights?.parcels?.includes('update')) return []
    return [element('a', { class: 'text-button parcel-history', href: `/parcels/${id}/history` }, icon('clock'), gettext('All versions of this parcel'))]
  }

  #action(tool, name, iconName, className, parcel) {
    const reason = whyNoTool(this.#me, tool, parcel)
    const start = () => this.#tell(reason ? 'refused' : 'start', { tool, reason })
    const button = element('button', { class: className, type: 'button', on: { click: start } }, icon(iconName), name)
    refuse(button, reason)
    if (reason) button.setAttribute('aria-describedby', 'actions-reason')
    return button
  }
}

/** What is shown is as it will be: some of it is not sent yet. */
function waitingLine(count) {
  const words = interpolate(ngettext('%(count)s change waits to be sent', '%(count)s changes wait to be sent', count), { count })
  return element('a', { class: 'parcel-waiting', href: '/outbox' }, icon('cloud-upload'), words)
}

function placeLine(properties) {
  const { applicant_name: applicant } = properties
  if (!properties.tambon) return gettext('Its tambon is found when it is sent')
  const holes = { tambon: properties[`tambon_${lang}`], amphoe: properties[`amphoe_${lang}`] }
  const place = interpolate(holes.amphoe ? gettext('tambon %(tambon)s, amphoe %(amphoe)s') : gettext('tambon %(tambon)s'), holes)
  return [applicant, place].filter(Boolean).join(' · ')
}
