// one.js: one case: the map, both parcels, and the steps that may be taken about it.

import { areaWords, metres } from '../../ui/area-words.js'
import { errorBox, skeletons } from '../../ui/boxes.js'
import { element, icon } from '../../ui/dom.js'
import { gettext, interpolate, pick, shortDate } from '../../ui/i18n.js'
import { statePill } from '../../map/list-row.js'
import { newUid } from '../../map/editor/identity.js'
import { askFields, roleNames } from '../asks.js'
import { askInDialog } from '../dialog.js'
import { actionButton, facts } from '../one/card.js'
import { may, say } from '../start.js'
import { caseMap } from './case-map.js'
import { codeWords, nameOf, overlapWords, stateTag } from './rows.js'

/** What a step is called on its button; the state that follows has a name of its own. */
function stepWords(to) {
  return { ASSERTED: gettext('Assert a right'), WITHDRAWN: gettext('Withdraw the claim'), ACCEPTED: gettext('Accept as it is') }[to]
}

/** The part of the page with one case; `changed()` is called after a step. */
export class OneCase {
  node = element('section', { class: 'card case-one', tabindex: '-1', 'aria-label': gettext('The chosen dispute') })
  #world
  #changed
  #back
  #uid = ''
  #subject = ''

  constructor(world, { changed, back }) {
    this.#world = world
    this.#changed = changed
    this.#back = back
  }

  async open(uid) {
    this.#uid = uid
    this.node.setAttribute('aria-busy', 'true')
    this.node.replaceChildren(...skeletons(1, 'case-map'), ...skeletons(3, 'list-skeleton'))
    try {
      const found = await this.#read(uid)
      if (uid === this.#uid) this.#show(found)
    } catch (problem) {
      if (!problem.kind) throw problem
      if (uid === this.#uid && problem.kind !== 'signed-out') this.node.replaceChildren(this.#backButton(), errorBox(problem, () => this.open(uid)))
    }
    if (uid === this.#uid) this.node.setAttribute('aria-busy', 'false')
  }

  async #read(uid) {
    const { api } = this.#world
    const [about, steps] = await Promise.all([api.item('cases', uid), api.get(`/api/cases/${uid}/transitions`)])
    const land = await Promise.all([about.properties.parcel_a, about.properties.parcel_b].map((one) => this.#parcel(one)))
    return { about, land, steps }
  }

  /** A parcel, or null for one that is not this reader's to see. */
  async #parcel(uid) {
    if (!uid) return null
    try {
      return await this.#world.api.item('parcels', uid)
    } catch (problem) {
      if (problem.kind !== 'missing') throw problem
      return null
    }
  }

  #show({ about, land, steps }) {
    const { codes } = this.#world
    const { properties } = about
    this.#subject = [properties.parcel_a_code, properties.parcel_b_code].map(codeWords).join(' · ')
    this.node.replaceChildren(
      this.#backButton(),
      element('div', { class: 'card-head' }, element('h2', {}, nameOf(codes, 'case_kind', properties.kind)), stateTag(properties, codes)),
      caseMap(land, about.geometry),
      element('ul', { class: 'case-land' }, ...land.map((parcel, i) => this.#parcelLine(parcel, [properties.parcel_a_code, properties.parcel_b_code][i], i))),
      facts([
        [gettext('Shared'), this.#shared(properties)],
        [gettext('Opened'), shortDate(properties.opened_at)],
        [gettext('Closed'), properties.closed_at && shortDate(properties.closed_at)],
        [gettext('Reason'), steps.data.reason],
      ]),
      ...this.#steps(steps),
    )
  }

  #shared({ kind, overlap_m2: overlap, ...rest }) {
    if (kind !== 'OVERLAP' || overlap === null) return overlapWords({ kind, overlap_m2: overlap, ...rest })
    return `${areaWords(overlap)} (${metres(overlap)})`
  }

  #backButton() {
    return element('button', { class: 'text-button case-back', type: 'button', on: { click: () => this.#back() } }, icon('chevron-left'), gettext('All disputes'))
  }

  #parcelLine(parcel, code, i) {
    const key = element('i', { class: `case-key is-${['first', 'second'][i]}`, 'aria-hidden': 'true' })
    if (!parcel) return element('li', {}, key, element('span', {}, codeWords(code), element('small', {}, gettext('Its office sees it; you see what both share.'))))
    const p = parcel.properties
    const place = [p.name, interpolate(gettext('Tambon %(tambon)s, amphoe %(amphoe)s'), { tambon: pick(p, 'tambon'), amphoe: pick(p, 'amphoe') }), p.applicant_name]
    const application = p.application && may(this.#world.me, 'read', 'applications') && element('a', { href: `/applications/${p.application}` }, gettext('Its application'))
    return element(
      'li', {}, key,
      element('span', {}, element('a', { href: `/?parcel=${parcel.id}` }, p.code), element('small', {}, place.filter(Boolean).join(' · '))),
      statePill(p.state, this.#world.states), application,
    )
  }

  #steps(steps) {
    const { me } = this.#world
    const { moves, closed_at: closed } = steps.data
    const title = element('h3', { class: 'case-steps-title' }, gettext('Steps'))
    if (closed) return [title, element('p', { class: 'quiet' }, gettext('The land itself has settled it: the shapes or the deeds no longer collide.'))]
    if (!moves.length) return [title, element('p', { class: 'quiet' }, gettext('Nothing follows; it opens again when the land changes.'))]
    const isWriter = may(me, 'update', 'disputes')
    return [title, element('ul', { class: 'case-steps' }, ...moves.map((move) => this.#step(move, isWriter, steps.etag)))]
  }

  #step(move, isWriter, etag) {
    const who = interpolate(gettext('Who may: %(roles)s'), { roles: roleNames(move.roles, this.#world.codes) })
    const why = move.possible && isWriter ? '' : who
    const button = actionButton(stepWords(move.to), why, () => this.#ask(move, etag), { className: 'button' })
    button.dataset.to = move.to
    return element('li', {}, button, element('small', {}, who))
  }

  #ask({ to }, etag) {
    const key = newUid()
    const state = nameOf(this.#world.codes, 'case_state', to)
    const uid = this.#uid
    askInDialog({
      title: stepWords(to),
      subject: this.#subject,
      note: interpolate(gettext('The state becomes “%(state)s”. Whoever works on the two applications is told.'), { state }),
      fields: askFields(['reason'], this.#world.codes),
      label: gettext('Confirm'),
      save: async (values) => {
        await this.#send(uid, { to, ...values }, { 'If-Match': etag, 'Idempotency-Key': key })
        say(interpolate(gettext('The state is now “%(state)s”.'), { state }))
        await this.#changed()
        await this.open(uid)
        this.node.focus()
      },
    })
  }

  /** Who comes second is told, and sees behind the dialog what the first has done. */
  async #send(uid, wish, headers) {
    try {
      await this.#world.api.send('POST', `/api/cases/${uid}/transitions`, wish, headers)
    } catch (problem) {
      if (problem.kind === 'stale') await Promise.all([this.#changed(), this.open(uid)])
      throw problem
    }
  }
}
