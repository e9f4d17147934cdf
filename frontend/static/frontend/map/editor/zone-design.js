// zone-design.js: a standard design laid into the parcel. The server computes it; it is shown, turned, and taken in one step.

import { polygonsOf } from '../../geometry/area.js'
import { labelPoint } from '../../geometry/polygonize.js'
import { rai } from '../../geometry/units.js'
import { element } from '../../ui/dom.js'
import { metres } from '../../ui/area-words.js'
import { button, replaceContent } from './controls.js'
import { DesignKeys } from './design-keys.js'
import { designForm, showBearing, showMirrored } from './design-form.js'
import { angleOf, designAreas, designPieces, firstWish, question, wrongIn } from './design-plans.js'
import { failureNodes } from './findings.js'
import { hasRoomFor } from './map-fit.js'
import { shareNodes } from './share-bar.js'
import { firstToCut } from './zone-pieces.js'

const WAIT_MS = 200 // while a slider moves, only where it rests is asked for

/** The design in use of a ZoneTool; `modes()` gives its switch, `shares(areas)` the rows of the share bar, `save()` stores. */
export class ZoneDesign {
  #tool
  #heard
  #keys = null
  #found = null
  #asked = ''
  /** The question that what is shown answers. */
  #answered = ''
  #timer = null
  #result = element('p', { class: 'editor-result', role: 'status' })
  #shares = element('div')

  constructor(tool, heard) {
    this.#tool = tool
    this.#heard = heard
  }

  get #whole() { return polygonsOf(this.#tool.base.parcel.geometry) }

  get #wish() { return this.#tool.state.design ?? firstWish(this.#whole) }

  render() {
    this.#keys ??= new DesignKeys(this.#tool.world.map, {
      onTurn: (degrees) => this.#turn(degrees), onMirror: () => this.#mirror(), onTake: () => this.#take(), onLeave: () => this.#tool.world.onEnd(),
    })
    const { world, panel } = this.#tool
    const form = designForm({ world, wish: this.#wish, onChange: this.#change, onRebuild: (part) => { this.#change(part); this.render() } })
    panel.body(this.#heard.modes(), this.#result, form, this.#replaced(), this.#shares)
    this.#show()
    this.#ask()
  }

  /** What is drawn already goes: the reader must know before. */
  #replaced() {
    const { ngettext, interpolate } = this.#tool.world.i18n
    const count = this.#tool.state.pieces.filter(({ type }) => type).length
    const words = ngettext('%(count)s zone that is drawn now will be replaced; Undo brings it back.', '%(count)s zones that are drawn now will be replaced; Undo brings them back.', count)
    return count > 0 && element('p', { class: 'editor-hint' }, interpolate(words, { count }, true))
  }

  #change = (part) => {
    const wish = this.#wish
    const changes = typeof part === 'function' ? part(wish) : part
    this.#tool.typed(Object.keys(changes).join(), { design: { ...wish, ...changes } })
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#ask(), WAIT_MS)
  }

  #turn(degrees) {
    const bearing = this.#wish.bearing ?? (this.#found ? angleOf(this.#found.angle) : 0)
    this.#change({ bearing: (Math.round(bearing) + degrees + 180) % 180 })
    showBearing(this.#wish.bearing)
  }

  #mirror() {
    this.#change({ mirrored: !this.#wish.mirrored })
    showMirrored(this.#wish.mirrored)
  }

  /** Ask for what is wanted now, once; a late answer to an earlier question is passed over. */
  async #ask() {
    const asked = this.#question
    if (asked === this.#asked) return this.renderBar()
    this.#asked = asked
    const wrong = wrongIn(this.#wish)
    if (wrong) return this.#refuse(this.#wrongWords(wrong))
    try {
      const { data } = await this.#tool.world.api.send('POST', '/api/geometry/design', JSON.parse(asked))
      if (asked === this.#asked && this.#keys) this.#become(data, asked)
    } catch (error) {
      if (asked === this.#asked && this.#keys) this.#refuse([...failureNodes(this.#tool.world, error), this.#hint(error)])
    }
  }

  get #question() { return JSON.stringify(question(this.#tool.base.parcel.id, this.#wish)) }

  /** Whether what is shown is what is wanted. */
  get #isCurrent() { return this.#found !== null && this.#answered === this.#question }

  #wrongWords(wrong) {
    const { gettext } = this.#tool.world.i18n
    return {
      size: gettext('Type a size between 0.1 and 100 rai.'),
      shares: gettext('The shares must be whole numbers that add to 100.'),
      bearing: gettext('Type a direction between 0 and 180 degrees.'),
    }[wrong]
  }

  #hint({ code }) {
    if (code !== 'design_too_small' || this.#wish.bearing === null) return null
    return element('p', {}, this.#tool.world.i18n.gettext('Another direction may leave more room: try Best fit.'))
  }

  #refuse(words) {
    this.#found = null
    this.#show()
    this.#tool.panel.say(words)
  }

  #become(found, asked) {
    this.#found = found
    this.#answered = asked
    this.#tool.panel.say('')
    showBearing(angleOf(found.angle))
    this.#show()
  }

  /** "Scaled to 61 %, 976 m²": the usual answer, and it must be said. */
  #words() {
    const { gettext, interpolate } = this.#tool.world.i18n
    const { scale, area_m2: area } = this.#found
    const holes = { percent: `${Math.floor(scale * 100)} %`, metres: metres(area), rai: rai(area).text }
    const isWhole = scale > 0.9995
    const words = isWhole ? gettext('Fits whole: %(metres)s (%(rai)s).') : gettext('Does not fit whole: scaled to %(percent)s, %(metres)s (%(rai)s).')
    return interpolate(words, holes, true)
  }

  #show() {
    const { world } = this.#tool
    const zones = this.#found?.zones ?? []
    replaceContent(this.#result, this.#found ? this.#words() : '')
    replaceContent(this.#shares, shareNodes(world, this.#heard.shares(designAreas(zones))))
    this.#draw(zones)
    this.renderBar()
  }

  renderBar() {
    const { world, panel } = this.#tool
    const { gettext } = world.i18n
    panel.bar(
      button(gettext('Save this design'), () => this.#save(), { id: 'design-save', kind: 'main', disabled: !this.#isCurrent }),
      button(gettext('Take this design'), () => this.#take(), { id: 'design-take', disabled: !this.#isCurrent }),
      button(gettext('Undo'), () => this.#tool.undo(), { id: 'editor-undo', disabled: !this.#tool.history.canUndo }),
      button(gettext('Redo'), () => this.#tool.redo(), { id: 'editor-redo', disabled: !this.#tool.history.canRedo }),
      button(gettext('Cancel'), () => world.onEnd(), { id: 'editor-cancel', kind: 'quiet' }),
    )
  }

  #draw(zones) {
    const { sketch, state } = this.#tool
    const groups = designAreas(zones)
    const shapes = zones.map(({ geometry }) => geometry.coordinates)
    const whole = zones.reduce((sum, { area_m2: area }) => sum + area, 0)
    const drawn = state.pieces.filter(({ type }) => type)
    sketch.show({
      areas: [
        ...this.#whole.map((rings) => ({ rings, className: 'editor-shape' })),
        ...shapes.map((rings, n) => ({ rings, className: `editor-zone editor-zone-${groups[n].group}` })),
        ...drawn.map(({ polygon }) => ({ rings: polygon, className: 'editor-theirs' })),
      ],
      labels: shapes.map((rings, n) => ({ at: labelPoint(rings), lines: () => this.#labelOf(zones[n], rings, whole), className: `editor-label-${groups[n].group}` })),
    })
  }

  /** Beds lie side by side: words that reach into the next one would cover its own. The table under the form has them all. */
  #labelOf({ part, area_m2: area }, rings, whole) {
    const percent = `${Math.round((area / whole) * 100)} %`
    return [[this.#heard.nameOf(part), percent], [percent]].find((lines) => hasRoomFor(this.#tool.world.map, rings, lines)) ?? []
  }

  #take() {
    if (!this.#isCurrent) return
    const pieces = designPieces(this.#tool.base.parcel, this.#found.zones)
    this.#tool.commit({ pieces, points: [], mode: 'split', active: firstToCut(pieces) })
    this.#tool.say(this.#tool.world.i18n.gettext('The design is laid. Save the zones to keep it.'))
  }

  /** As it lies: what most people want of a standard design. */
  #save() {
    this.#take()
    this.#heard.save()
  }

  stop() {
    clearTimeout(this.#timer)
    this.#keys?.remove()
    this.#keys = null
    this.#found = null
    this.#asked = ''
  }
}
