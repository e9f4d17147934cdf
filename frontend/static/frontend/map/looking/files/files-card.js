// files-card.js: choose a file, see its layers, take a polygon of one as the shape of a new parcel.

import { polygonArea, polygonsOf } from '../../../geometry/area.js'
import { roundPolygon } from '../../../geometry/round.js'
import { areaWords } from '../../../ui/area-words.js'
import { element, icon } from '../../../ui/dom.js'
import { gettext, interpolate, ngettext, number } from '../../../ui/i18n.js'
import { refuse, whyNoTool } from '../../rights.js'
import { check } from '../panel.js'
import { ENDINGS, MAX_BYTES, readFile } from './read-file.js'
import { FileRefused } from './refused.js'

/** So many polygons of a file have a line of their own. */
const MOST = 30

export class FilesCard {
  #world
  #card
  #refusal = element('p', { class: 'looking-refused', role: 'alert' })

  /** `world.backdrop` has the layers. */
  constructor(world, card, onBack) {
    this.#world = world
    this.#card = card
    card.open(gettext('Own file'), [], { onBack })
    this.#render()
  }

  /** Read a file and show it; what cannot be read is said. */
  async take(file) {
    this.#refusal.textContent = ''
    try {
      this.#world.backdrop.add(await readFile(file))
      this.#render()
    } catch (error) {
      if (!(error instanceof FileRefused)) throw error
      this.#refusal.textContent = `${file.name}: ${refusalWords(error.because)}`
    }
  }

  #render() {
    const change = ({ target }) => {
      const [file] = target.files
      if (file) this.take(file)
      target.value = ''
    }
    const input = element('input', { class: 'hidden-text', id: 'looking-file', type: 'file', accept: ENDINGS, on: { change } })
    const label = element('label', { class: 'button looking-choose', for: 'looking-file' }, icon('upload'), gettext('Choose a file'))
    const note = element('p', { class: 'looking-note' }, gettext('GPX, KML or GeoJSON, up to 10 MB, or dropped on the map. It stays in this browser and is sent nowhere.'))
    this.#card.fill(input, label, note, this.#refusal, ...this.#world.backdrop.layers.map((layer) => this.#layer(layer)))
  }

  #layer(layer) {
    const { backdrop } = this.#world
    const act = (words, iconName, run) => element('button', { class: 'icon-button', type: 'button', title: words, 'aria-label': `${words}: ${layer.name}`, on: { click: run } }, icon(iconName))
    const remove = () => {
      backdrop.remove(layer)
      this.#render()
      this.#card.node.querySelector('h2').focus()
    }
    const head = element('div', { class: 'looking-layer' }, check(layer.name, layer.isOn, (isOn) => backdrop.turn(layer, isOn)),
      act(gettext('Show on the map'), 'maximize', () => backdrop.goTo(layer)), act(gettext('Remove'), 'trash-2', remove))
    return element('section', { 'aria-label': layer.name }, head, this.#polygons(layer))
  }

  #polygons({ features }) {
    const found = features.flatMap(({ name, geometry }) => (geometry.type.endsWith('Polygon') ? polygonsOf(geometry).map((rings) => ({ name, rings })) : []))
    if (!found.length) return element('p', { class: 'looking-note' }, shapeWords(features.length))
    const more = found.length > MOST && element('li', { class: 'looking-note' }, interpolate(gettext('and %(count)s more'), { count: number(found.length - MOST) }))
    return element('ul', { class: 'looking-shapes' }, ...found.slice(0, MOST).map((one, i) => this.#polygon(one, i)), more)
  }

  #polygon({ name, rings }, i) {
    const title = name || interpolate(gettext('Shape %(number)s'), { number: i + 1 })
    const reason = whyNoTool(this.#world.me, 'parcel', null)
    const click = () => (reason ? this.#world.say(reason) : this.#world.editor.take([roundPolygon(rings)]))
    const take = element('button', { class: 'button', type: 'button', 'aria-label': `${gettext('Take as a new parcel')}: ${title}`, on: { click } }, icon('pentagon'), gettext('Take as a new parcel'))
    refuse(take, reason)
    return element('li', {}, element('span', {}, element('b', {}, title), element('small', {}, areaWords(polygonArea(rings)))), take)
  }
}

function shapeWords(count) {
  return interpolate(ngettext('%(count)s shape', '%(count)s shapes', count), { count: number(count) })
}

function refusalWords(because) {
  return {
    kind: gettext('This kind of file cannot be read. Choose a GPX, KML or GeoJSON file.'),
    size: interpolate(gettext('The file is larger than %(size)s MB.'), { size: MAX_BYTES / 1024 / 1024 }),
    empty: gettext('There is no shape in the file.'),
    many: gettext('The file has too many corners to be drawn. Choose a part of it.'),
    text: gettext('The text of the file cannot be read. Save it as UTF-8.'),
    broken: gettext('The file is damaged, or not what its name says.'),
    degrees: gettext('The file has coordinates that are no degrees. Save it in WGS 84 (EPSG:4326).'),
    crs: gettext('The file is in another system of coordinates. Save it in WGS 84 (EPSG:4326).'),
  }[because]
}
