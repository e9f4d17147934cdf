// shape-saving.js: the attributes of a drawn parcel, and sending it: refused, unreachable, stale or stored.

import { multiPolygonArea, polygonsOf } from '../../geometry/area.js'
import { innerPoint } from '../../geometry/polygonize.js'
import { rai } from '../../geometry/units.js'
import { ConflictPanel } from './conflict-panel.js'
import { failureNodes, findingMarks } from './findings.js'
import { AT_SENDING, tambonChoices } from './places.js'
import { fileOffer } from './refused-file.js'
import { Saver } from './saving.js'
import { AreaTextError, areaTextWords, fieldsOf, propertiesOf, shapeForm } from './shape-form.js'

export class ShapeSaving {
  #tool
  #saver
  #places = null
  #foundTambon = ''
  #isSaving = false

  constructor(tool) {
    this.#tool = tool
    this.#saver = new Saver(tool.world.api, tool.world.outbox, () => this.#about())
  }

  /** What it is about, for the outbox. */
  #about() {
    const { base, state, draft, world } = this.#tool
    const title = base ? draft.title : state.fields.name || world.i18n.gettext('New parcel')
    const tambon = this.#isPlacedLater ? '' : this.#choices().find(([code]) => code === state.fields.tambon)?.[1]
    return { row: `parcels/${state.uid}`, kind: 'parcel', title, base, tambon, at: this.#inside }
  }

  /** The whole parcel as it is drawn. */
  #item() {
    const { uid, polygons, fields } = this.#tool.state
    const geometry = { type: 'MultiPolygon', coordinates: polygons }
    return { ...this.#about(), body: { id: uid, geometry, properties: { ...fields } } }
  }

  get #inside() { return innerPoint(this.#tool.state.polygons[0]) }

  get #isPlacedLater() { return this.#tool.state.fields.tambon === AT_SENDING }

  /** What the server has has its tambon. */
  get #mayPlaceLater() { return !this.#tool.base?.properties.tambon }

  get #area() { return multiPolygonArea(this.#tool.state.polygons) }

  form() {
    if (!this.#places) this.#loadPlaces()
    this.#takeTambon()
    const { world, state } = this.#tool
    const onChange = (part) => this.#tool.typed(Object.keys(part).join(), { fields: { ...this.#tool.state.fields, ...part } })
    return shapeForm({ world, fields: state.fields, places: this.#choices(), area_m2: this.#area, onChange })
  }

  /** The tambon that was found, also in a state of before it was. */
  #takeTambon() {
    const { fields } = this.#tool.state
    if (!fields.tambon && this.#foundTambon) this.#tool.amend({ fields: { ...fields, tambon: this.#foundTambon } })
  }

  #choices() {
    const { tambon } = this.#tool.state.fields
    const places = this.#places ?? [] // not here yet
    const known = places.some(([code]) => code === tambon)
    const present = this.#tool.base?.properties
    const own = present && tambon && !known ? [[tambon, present.tambon_th ?? tambon]] : []
    const none = tambon ? [] : [['', this.#tool.world.i18n.gettext('Choose…')]]
    return [...none, ...own, ...places]
  }

  async #loadPlaces() {
    this.#places = []
    try {
      const { choices, found } = await tambonChoices(this.#tool.world, this.#inside)
      this.#places = this.#mayPlaceLater ? choices : choices.filter(([code]) => code !== AT_SENDING)
      this.#foundTambon = found
      if (this.#tool.state.polygons && !this.#tool.state.isHole) this.#tool.renderBody()
    } catch (error) {
      this.#places = null
      this.#fail(error)
    }
  }

  /** Send the parcel; whatever happens, the draft stays until the server has confirmed. `next`: the tool that goes on. */
  async save(next = '') {
    const properties = this.#properties()
    if (!properties || this.#isSaving) return
    this.#isSaving = true
    this.#tool.panel.say(this.#tool.world.i18n.gettext('Saving…'), 'good')
    try {
      await this.#send(properties, next)
    } catch (error) {
      this.#fail(error)
    } finally {
      this.#isSaving = false
    }
  }

  async #send(properties, next) {
    try {
      const { isKept } = await this.#write(properties)
      this.#tool.saved(this.#tool.state.uid, isKept, next)
    } catch (error) {
      if (error.code !== 'uid_taken') throw error
      await this.#adopt(properties, next)
    }
  }

  #properties() {
    const { state, world, panel } = this.#tool
    try {
      const properties = propertiesOf(state.fields, this.#area)
      if (properties.tambon) return properties
      panel.say(world.i18n.gettext('Choose the tambon that the parcel lies in.'))
    } catch (error) {
      if (!(error instanceof AreaTextError)) throw error
      panel.say(areaTextWords(world.i18n, error.because))
    }
    return null
  }

  /** How the shape came: corners that were walked to, or a drawing on the screen. */
  get #captured() { return this.#tool.state.isWalked ? 'GNSS_PHONE' : 'SCREEN' }

  async #write(properties) {
    const { base, state, along } = this.#tool
    const geometry = { type: 'MultiPolygon', coordinates: state.polygons }
    if (!base) return this.#create(geometry, { ...properties, capture_method: this.#captured })
    const [own, others] = [this.#changes(geometry, properties), await along.changes()]
    const { version } = base.properties
    if (!others.length) return this.#saver.change('parcels', state.uid, version, own)
    return this.#saver.saveAll([{ action: 'update', collection: 'parcels', id: state.uid, version, ...own }, ...others])
  }

  #create(geometry, { tambon, ...properties }) {
    const feature = { type: 'Feature', id: this.#tool.state.uid, geometry }
    if (this.#isPlacedLater) return this.#saver.createLater('parcels', { ...feature, properties })
    return this.#saver.create('parcels', { ...feature, properties: { tambon, ...properties } })
  }

  #changes(geometry, properties) {
    const { base, state } = this.#tool
    const before = fieldsOf(base.properties)
    const names = Object.keys(properties).filter((name) => {
      if (name === 'tambon' && this.#isPlacedLater) return false
      const source = name === 'joined_area_m2' ? 'joined_text' : name
      return state.fields[source] !== before[source]
    })
    const changed = Object.fromEntries(names.map((name) => [name, properties[name]]))
    const isMoved = JSON.stringify(geometry.coordinates) !== JSON.stringify(polygonsOf(base.geometry))
    const captured = base.geometry ? {} : { capture_method: this.#captured }
    return isMoved ? { geometry, properties: { ...changed, ...captured } } : { properties: changed }
  }

  #fail(error) {
    if (error.status === 412 && error.current) return this.#stale(error.current)
    this.#tool.panel.say([...failureNodes(this.#tool.world, error), ...fileOffer(this.#tool.world, error, () => this.#item())])
    this.#tool.preview(this.#tool.state.polygons, findingMarks(error))
  }

  /** An answer was lost on the way: our parcel is stored already. What was changed since goes on top of it. */
  async #adopt(properties, next) {
    const { data } = await this.#saver.read('parcels', this.#tool.state.uid)
    this.#tool.base = data
    this.#tool.amend({})
    await this.#send(properties, next)
  }

  /** Somebody changed the parcel, or only a neighbour: that one is computed anew with the next save. */
  #stale(current) {
    const own = current.type === 'Feature' ? current : current.features.find(({ id }) => id === this.#tool.ownUid)
    if (own) return this.#conflict(own)
    const { gettext } = this.#tool.world.i18n
    return this.#tool.panel.say(gettext('A neighbour was changed by someone else just now. Save again: it is computed for what is there now.'))
  }

  #conflict(current) {
    this.#tool.pause()
    this.#tool.panel.say('')
    const [mine, theirs] = [{ polygons: this.#tool.state.polygons, ...this.#tool.state.fields }, versionOf(current)]
    return new ConflictPanel(this.#tool, {
      current,
      base: versionOf(this.#tool.base),
      mine,
      theirs,
      shapes: { mine: mine.polygons, theirs: theirs.polygons ?? [] },
      words: this.#words(),
      saveWords: this.#saveWords(current),
      onResolved: (values) => this.#saveOnTop(current, values),
    })
  }

  #saveWords({ properties }) {
    const { gettext, interpolate } = this.#tool.world.i18n
    return interpolate(gettext('Save as version %(version)s'), { version: properties.version + 1 }, true)
  }

  #saveOnTop(current, { polygons, ...fields }) {
    this.#tool.base = current
    this.#tool.commit({ polygons, fields })
    return this.save()
  }

  #words() {
    const { gettext } = this.#tool.world.i18n
    return {
      names: {
        polygons: gettext('Shape'), tambon: gettext('Tambon'), name: gettext('Name'), land_class: gettext('Land class'),
        joined_text: gettext('Joined area'), joined_is_estimate: gettext('The joined area is an estimate'),
      },
      value: (name, value) => this.#value(name, value),
    }
  }

  #value(name, value) {
    const { i18n, codes } = this.#tool.world
    if (name === 'polygons') return value ? rai(multiPolygonArea(value)).text : i18n.gettext('no shape')
    if (name === 'land_class') return i18n.pick(codes.land_class.find(({ code }) => code === value), 'name')
    if (name === 'joined_is_estimate') return value ? i18n.gettext('yes') : i18n.gettext('no')
    if (name === 'tambon') return this.#choices().find(([code]) => code === value)?.[1] ?? value
    return value || i18n.gettext('empty')
  }
}

function versionOf(feature) {
  const polygons = polygonsOf(feature.geometry)
  return { polygons: polygons.length ? polygons : null, ...fieldsOf(feature.properties) }
}
