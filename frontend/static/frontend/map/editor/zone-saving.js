// zone-saving.js: all changed zones of a parcel go in one batch with the borders that they lie along, all or none.

import { polygonsOf } from '../../geometry/area.js'
import { element } from '../../ui/dom.js'
import { ofStage } from '../../ui/stages.js'
import { ConflictPanel } from './conflict-panel.js'
import { button } from './controls.js'
import { failureNodes, findingMarks, isUnreachable } from './findings.js'
import { newUid } from './identity.js'
import { fileOffer } from './refused-file.js'
import { Saver } from './saving.js'
import { changesOf, freshState, piecesOf, pondOf } from './zone-pieces.js'
import { withShapes } from './zone-server.js'

export class ZoneSaving {
  #tool
  #server
  #saver
  #isSaving = false

  constructor(tool, server) {
    this.#tool = tool
    this.#server = server
    this.#saver = new Saver(tool.world.api, tool.world.outbox, () => this.#about())
  }

  /** What it is about, for the outbox. */
  #about() {
    const { base: { parcel, zones }, stage, draft } = this.#tool
    return { row: `parcels/${parcel.id}`, kind: 'zones', title: draft.title, base: { parcel: parcel.id, geometry: parcel.geometry, feature: parcel, stage, zones } }
  }

  /** All zones as they are drawn. */
  #item() {
    const drawn = zonedPieces(this.#tool.state.pieces)
    return { ...this.#about(), body: { changes: drawn.map((piece) => ({ id: piece.uid, ...this.#newFeature(piece) })) } }
  }

  /** Send what changed; the draft stays until the server has confirmed all of it. */
  async save() {
    if (this.#isSaving) return
    this.#isSaving = true
    const { gettext } = this.#tool.world.i18n
    this.#tool.panel.say(gettext('Saving…'), 'good')
    try {
      this.#renameMoved()
      const { isKept } = await this.#send()
      this.#tool.saved(this.#tool.base.parcel.id, isKept)
    } catch (error) {
      await this.#fail(error)
    } finally {
      this.#isSaving = false
    }
  }

  /** All zones in one batch, with the parcel and the neighbours whose borders got corners for them. */
  async #send() {
    const { pieces } = this.#tool.state
    const found = await this.#server.settle(pieces).catch(passAway)
    if (found) this.#tool.keepPieces(withShapes(pieces, found.pieces))
    const own = this.#zoneChanges(changesOf(this.#tool.state.pieces, this.#tool.base.zones))
    return own.length ? this.#saver.saveAll([...this.#alongside(found), ...own]) : {}
  }

  /** Zones of the other stage lie along the border too; ours come with what was drawn. */
  #alongside(found) {
    return (found?.changes ?? []).filter(({ id }) => !this.#known(id))
  }

  #zoneChanges({ deleted, changed, created }) {
    const stored = (action, zone) => ({ action, collection: 'zones', id: zone.id, version: zone.properties.version })
    return [
      ...deleted.map((zone) => stored('delete', zone)),
      ...changed.map((piece) => ({ ...stored('update', this.#known(piece.uid)), ...this.#feature(piece) })),
      ...created.map((piece) => ({ action: 'create', collection: 'zones', id: piece.uid, ...this.#newFeature(piece) })),
    ]
  }

  #known(uid) {
    return this.#tool.base.zones.find(({ id }) => id === uid)
  }

  #rebase(changes) {
    this.#server.forget()
    this.#tool.base = { ...this.#tool.base, ...changes }
  }

  #feature(piece) {
    const { type, polygon } = piece
    return { geometry: { type: 'Polygon', coordinates: polygon }, properties: { zone_type: type, ...pondOf(piece) } }
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
    const failure = this.#words(error)
    this.#say(error)
    if (error.status === 422) await this.#lookForNewBorder(failure, findingMarks(error))
  }

  /** What is more than words: a zone changed or gone, or stored by a request whose answer was lost. */
  #answerTo(error) {
    if (error.code === 'uid_taken') return this.#adopt
    if (error.status === 412 && !this.#isOwn(error.current)) return this.#again
    return error.status === 412 || ['unknown_feature', 'unknown_parcel'].includes(error.code) ? this.#conflict : null
  }

  #isOwn(current) {
    return current?.features.some(({ id }) => this.#known(id))
  }

  /** Only a border beside ours was changed: what it gets is computed anew. */
  #again() {
    this.#server.forget()
    this.#isSaving = false
    return this.save()
  }

  #say(error) {
    this.#tool.render({ marks: findingMarks(error) })
    this.#tool.panel.say(this.#words(error))
  }

  #words(error) {
    return [...failureNodes(this.#tool.world, error), ...fileOffer(this.#tool.world, error, () => this.#item())]
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

function zonedPieces(pieces) {
  return pieces.filter(({ type }) => type)
}

function zoned(pieces) {
  return zonedPieces(pieces).map(({ polygon }) => polygon)
}

/** Without a network the zones are kept as they were drawn: within the tolerance of the border. */
function passAway(error) {
  if (isUnreachable(error)) return null
  throw error
}
