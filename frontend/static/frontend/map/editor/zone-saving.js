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
    this.#saver = new Saver(tool.world.api)
  }

  /** Send what changed; the draft stays until the server has confirmed all of it. */
  async save() {
    if (this.#isSaving) return
    this.#isSaving = true
    const { gettext } = this.#tool.world.i18n
    this.#tool.panel.say(gettext('Saving…'), 'good')
    try {
      this.#renameMoved()
      await this.#send(changesOf(this.#tool.state.pieces, this.#tool.base.zones))
      this.#tool.world.host.status(gettext('Saved.'))
      this.#tool.confirmed(this.#tool.base.parcel.id)
    } catch (error) {
      await this.#fail(error)
    } finally {
      this.#isSaving = false
    }
  }

  /** First what makes room, then all new zones in one batch; what is confirmed is not sent again. */
  async #send({ deleted, changed, created }) {
    for (const zone of deleted) {
      await this.#saver.delete('zones', zone.id, zone.properties.version)
      this.#confirm(zone.id, [])
    }
    for (const piece of changed) {
      const { data } = await this.#saver.change('zones', piece.uid, this.#known(piece.uid).properties.version, this.#feature(piece))
      this.#confirm(piece.uid, [data])
    }
    if (created.length) await this.#saver.createAll('zones', created.map((piece) => this.#newFeature(piece)))
  }

  #known(uid) {
    return this.#tool.base.zones.find(({ id }) => id === uid)
  }

  #confirm(uid, stored) {
    const { zones } = this.#tool.base
    this.#rebase({ zones: [...zones.filter(({ id }) => id !== uid), ...stored] })
    this.#tool.amend({})
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
    return { type: 'Feature', id: piece.uid, geometry, properties: { ...properties, ...whose } }
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
    if ([404, 412].includes(status)) return this.#conflict
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
