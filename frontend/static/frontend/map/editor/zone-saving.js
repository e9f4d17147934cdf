// zone-saving.js: all changed zones of a parcel go in one batch, all or none.

import { polygonsOf } from '../../geometry/area.js'
import { element } from '../../ui/dom.js'
import { ofStage } from '../../ui/stages.js'
import { ConflictPanel } from './conflict-panel.js'
import { button } from './controls.js'
import { failureNodes, findingMarks } from './findings.js'
import { newUid } from './identity.js'
import { Saver } from './saving.js'
import { changesOf, freshState, piecesOf } from './zone-pieces.js'

export class ZoneSaving {
  #tool
  #saver
  #isSaving = false

  constructor(tool) {
    this.#tool = tool
    this.#saver = new Saver(tool.world.api, tool.world.outbox, () => this.#about())
  }

  /** What it is about, for the outbox. */
  #about() {
    const { base: { parcel, zones }, stage, draft } = this.#tool
    return { row: `parcels/${parcel.id}`, kind: 'zones', title: draft.title, base: { parcel: parcel.id, geometry: parcel.geometry, feature: parcel, stage, zones } }
  }

  /** Send what changed; the draft stays until the server has confirmed all of it. */
  async save() {
    if (this.#isSaving) return
    this.#isSaving = true
    const { gettext } = this.#tool.world.i18n
    this.#tool.panel.say(gettext('Saving…'), 'good')
    try {
      this.#renameMoved()
      const { isKept } = await this.#send(changesOf(this.#tool.state.pieces, this.#tool.base.zones))
      this.#tool.saved(this.#tool.base.parcel.id, isKept)
    } catch (error) {
      await this.#fail(error)
    } finally {
      this.#isSaving = false
    }
  }

  /** All in one request, all or none: whoever is away can then keep it as one item, too. */
  #send({ deleted, changed, created }) {
    const version = (uid) => this.#tool.base.zones.find(({ id }) => id === uid).properties.version
    const gone = deleted.map(({ id }) => ({ action: 'delete', id, version: version(id) }))
    const moved = changed.map((piece) => ({ action: 'update', id: piece.uid, version: version(piece.uid), ...this.#feature(piece) }))
    const made = created.map((piece) => ({ action: 'create', id: piece.uid, ...this.#newFeature(piece) }))
    return this.#saver.saveAll([...gone, ...moved, ...made].map((change) => ({ ...change, collection: 'zones' })))
  }

  #rebase(changes) {
    this.#tool.base = { ...this.#tool.base, ...changes }
  }

  #feature({ type, polygon }) {
    return { geometry: { type: 'Polygon', coordinates: polygon }, properties: { zone_type: type } }
  }

  #newFeature(piece) {
    const { geometry, properties } = this.#feature(piece)
    const whose = { parcel: this.#tool.base.parcel.id, stage: this.#tool.stage }
    return { geometry, properties: { ...properties, ...whose } }
  }

  /** A zone that is made anew on other land needs another id: the old one stays in the history. */
  #renameMoved() {
    const { pieces } = this.#tool.state
    const { deleted, created } = changesOf(pieces, this.#tool.base.zones)
    const gone = new Set(deleted.map(({ id }) => id))
    const moved = (piece) => created.includes(piece) && gone.has(piece.uid)
    this.#tool.keepPieces(pieces.map((piece) => (moved(piece) ? { ...piece, uid: newUid() } : piece)))
  }

  async #fail(error) {
    const answer = this.#answerTo(error)
    if (answer) return answer.call(this, error).catch((later) => this.#say(later))
    const failure = failureNodes(this.#tool.world, error)
    this.#say(error)
    if (error.status === 422) await this.#lookForNewBorder(failure, findingMarks(error))
  }

  /** What is more than words: a zone changed or gone, or stored by a request whose answer was lost. */
  #answerTo({ status, code }) {
    if ([404, 412].includes(status) || code === 'unknown_feature') return this.#conflict
    return code === 'uid_taken' ? this.#adopt : null
  }

  #say(error) {
    this.#tool.render({ marks: findingMarks(error) })
    this.#tool.panel.say(failureNodes(this.#tool.world, error))
  }

  /** Zones that no longer fit: perhaps the parcel was changed meanwhile. */
  async #lookForNewBorder(failure, marks) {
    const { current, zones } = await this.#serverState()
    if (current.properties.version === this.#tool.base.parcel.properties.version) return
    const { gettext } = this.#tool.world.i18n
    const words = gettext('The border of the parcel was changed meanwhile: it is dashed on the map.')
    this.#tool.render({ marks, border: polygonsOf(current.geometry) })
    this.#tool.panel.say([...failure, element('p', {}, words),
      button(gettext('Begin again on the new border'), () => this.#restart(current, zones))])
  }

  #restart(parcel, zones) {
    this.#rebase({ parcel, zones })
    this.#tool.commit({ ...freshState(parcel, zones) })
  }

  async #serverState() {
    const { parcel } = this.#tool.base
    const { api } = this.#tool.world
    const [{ data: current }, { data: collection }] = await Promise.all([
      this.#saver.read('parcels', parcel.id), api.get(`/api/collections/zones/items?parcel=${parcel.id}&limit=1000`)])
    return { current, zones: ofStage(collection.features, this.#tool.stage) }
  }

  /** An answer was lost on the way: our zones are stored already. What was changed since goes on top of them. */
  async #adopt(error) {
    const { current, zones } = await this.#serverState()
    const { created } = changesOf(this.#tool.state.pieces, this.#tool.base.zones)
    if (!zones.some(({ id }) => created.some(({ uid }) => uid === id))) throw error
    this.#rebase({ parcel: current, zones })
    this.#tool.amend({})
    this.#isSaving = false
    return this.save()
  }

  async #conflict() {
    const { current, zones } = await this.#serverState()
    this.#tool.pause()
    this.#tool.panel.say('')
    this.#ask(current, zones)
  }

  #ask(current, zones) {
    const { gettext } = this.#tool.world.i18n
    const mine = this.#tool.state.pieces
    const theirs = piecesOf(current, zones)
    const shapes = { mine: zoned(mine), theirs: zoned(theirs) }
    return new ConflictPanel(this.#tool, {
      current,
      base: { zones: null },
      mine: { zones: mine },
      theirs: { zones: theirs },
      shapes,
      words: { names: { zones: gettext('Zones') }, value: (_, pieces) => this.#count(pieces) },
      saveWords: gettext('Save zones'),
      onResolved: (values) => this.#saveOnTop(current, zones, values.zones),
    })
  }

  #count(pieces) {
    const { ngettext, interpolate } = this.#tool.world.i18n
    const count = zoned(pieces).length
    return interpolate(ngettext('%(count)s zone', '%(count)s zones', count), { count }, true)
  }

  #saveOnTop(parcel, zones, pieces) {
    this.#rebase({ parcel, zones })
    this.#tool.commit({ pieces, points: [], active: pieces[0].uid })
    return this.save()
  }
}

function zoned(pieces) {
  return pieces.filter(({ type }) => type).map(({ polygon }) => polygon)
}
