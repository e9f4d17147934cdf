// session.js: what every tool has: a history of states, a draft on this device, a drawing and a panel.

import { History } from '../../geometry/history.js'
import { Snapper } from '../../geometry/snap.js'
import { polygonsOf } from '../../geometry/area.js'
import { Sketch } from './map-sketch.js'
import { Panel } from './panel.js'

/**
 * One use of one tool. `world`: {map, api, me, codes, i18n, host, drafts, onHistory, onEnd, onNext}.
 * `draft`: {id, tool, title, base, state}; `base` is what the server had when the work began.
 */
export class Session {
  constructor(world, draft, name) {
    this.world = world
    this.draft = draft
    this.base = draft.base
    this.history = new History(draft.state, draft.history)
    this.sketch = new Sketch(world.map)
    this.panel = new Panel(world.host.panel(), world.i18n, name)
    this.panel.node.addEventListener('focusin', () => { this.#typedInto = '' })
    world.drafts.hold(draft.id)
  }

  /** The field that the present step was typed into. */
  #typedInto = ''
  #snapper = null
  #seen = []

  get state() { return this.history.current }

  get say() { return this.world.host.status }

  /** A step that can be undone: kept on this device before it is shown. */
  commit(changes) {
    this.#clear()
    this.history.push({ ...this.state, ...changes })
    this.#keep()
    this.render()
    this.#tellHistory()
  }

  #clear() {
    this.#typedInto = ''
    this.panel.say('')
    this.sketch.showPen([], '')
  }

  /** A change by a field, which is not drawn anew under the cursor: one step for as long as the field has the focus. */
  typed(field, changes) {
    if (this.#typedInto !== field) this.history.push(this.state)
    this.#typedInto = field
    this.amend(changes)
    this.renderBar()
    this.#tellHistory()
  }

  /** The buttons alone. */
  renderBar() {}

  /** A change of the present state without a step: what was found out about it, or a setting of the pen. */
  amend(changes) {
    this.history.amend({ ...this.state, ...changes })
    this.#keep()
  }

  undo() { this.#turn(() => this.history.undo()) }

  redo() { this.#turn(() => this.history.redo()) }

  #turn(step) {
    step()
    this.#clear()
    this.#keep()
    this.render()
    this.#tellHistory()
  }

  /** Whether there is anything that would be lost. */
  hasWork() { return true }

  #keep() {
    if (!this.hasWork()) return this.world.drafts.remove(this.draft.id)
    const { history: _old, ...draft } = this.draft
    this.draft = { ...draft, base: this.base, state: this.state }
    if (this.world.drafts.keep(this.draft, this.history)) return
    this.panel.say(this.world.i18n.gettext('This browser cannot keep the drawing. Save it before you leave.'), 'warning')
  }

  #tellHistory() {
    this.world.onHistory({ canUndo: this.history.canUndo, canRedo: this.history.canRedo })
  }

  /** Neighbours to snap to: the loaded parcels but the own one, and what the tool adds. */
  get snapper() {
    const features = this.#otherFeatures()
    const isSeen = features.length === this.#seen.length && features.every((feature, i) => feature === this.#seen[i])
    if (!isSeen || !this.#snapper) this.#snapper = new Snapper([...this.ownTargets(), ...this.neighbours])
    this.#seen = features
    return this.#snapper
  }

  get neighbours() { return this.#otherFeatures().map(targetOf) }

  #otherFeatures() {
    if (!this.snapsToParcels) return []
    return this.world.host.features('parcels').filter(({ id, geometry }) => geometry && id !== this.ownUid)
  }

  /** What the panel says of neighbours may be another now. */
  neighboursCame() {}

  get snapsToParcels() { return true }

  ownTargets() { return [] }

  forgetTargets() { this.#snapper = null }

  /** Stored, or in the outbox until it can be: the draft has done its work either way. `next`: the tool that goes on. */
  saved(uid, isKept = false, next = '') {
    const { gettext } = this.world.i18n
    this.say(isKept ? gettext('Kept on this device; it is sent when there is a connection.') : gettext('Saved.'))
    this.confirmed(uid)
    if (next) this.world.onNext(next, { mode: isKept ? 'split' : 'design' }) // designs are the server's
  }

  /** Nothing is left to keep. */
  confirmed(uid) {
    this.world.drafts.remove(this.draft.id)
    this.world.onEnd()
    this.world.host.refresh(uid)
  }

  stop() {
    this.world.drafts.letGo()
    this.sketch.remove()
    this.panel.remove()
  }
}

function targetOf({ id, geometry, properties }) {
  const { version, state, tambon, code } = properties
  return { id, version, state, tambon, name: code, polygons: polygonsOf(geometry) }
}
