// pins.js: the places that comments speak of, as pins whose text opens at a click; what is resolved looks apart.

import { element, icon } from '../ui/dom.js'
import { gettext, interpolate, number, shortDate } from '../ui/i18n.js'
import { L } from './leaflet.js'

const SIZE = 34
/** More comments than one application ever had: one request. */
const MOST = 500
/** On a phone the search and the colours lie over the top of the bench's map. */
const BENCH_ROOM = 136

/** A marker at a GeoJSON Point; `title` is its name for who cannot see it. */
export function pinAt({ coordinates: [lon, lat] }, { title, look = '', glyph = 'message-square', isFree = false }) {
  const html = element('span', { class: `pin ${look}` }, icon(glyph))
  const drawn = L.divIcon({ className: 'pin-place', html, iconSize: [SIZE, SIZE], iconAnchor: [SIZE / 2, SIZE + 4], popupAnchor: [0, -SIZE] })
  return L.marker([lat, lon], { icon: drawn, title, draggable: isFree, keyboard: true })
}

export class Pins {
  #group = L.layerGroup()
  #above

  /** `above`: pixels at the top of the map that something else covers. */
  constructor(map, above = 12) {
    this.#above = above
    this.#group.addTo(map)
  }

  /** Comments of the API; those without a place are left out. */
  show(rows) {
    this.#group.clearLayers()
    for (const row of rows) if (row.point) this.#group.addLayer(this.#pin(row))
  }

  #pin(row) {
    const state = row.resolved ? gettext('resolved') : gettext('open comment')
    const title = interpolate(gettext('Comment (%(state)s): %(text)s'), { state, text: row.text.slice(0, 60) })
    const pin = pinAt(row.point, { title, look: row.resolved ? 'is-settled' : '', glyph: row.resolved ? 'check' : 'message-square' })
    const about = element(
      'div', { class: 'pin-text' },
      element('p', {}, element('b', {}, row.created_by || gettext('the platform')), ' ', element('small', {}, shortDate(row.created_at))),
      row.resolved && element('p', { class: 'pin-settled' }, icon('check'), gettext('resolved')),
      element('p', {}, row.text),
    )
    return pin.bindPopup(about, { closeButton: false, minWidth: 190, maxWidth: 260, autoPanPaddingTopLeft: [12, this.#above], autoPanPaddingBottomRight: [12, 12] })
  }
}

/** The pins of the selected parcel's application, for who may read comments. */
export class ParcelPins {
  #pins
  #api
  #say
  #mayRead
  #wanted = ''

  constructor({ map, api, me, say }) {
    this.#say = say
    this.#pins = new Pins(map, BENCH_ROOM)
    this.#api = api
    this.#mayRead = Boolean(me.rights?.comments?.includes('read'))
  }

  /** Those of a parcel; of a neighbour that belongs to the same application they are the same. Null shows none. */
  async show(parcel) {
    const application = (this.#mayRead && parcel?.properties.application) || ''
    this.#wanted = application
    this.#pins.show([])
    if (!application) return
    try {
      const { items, numberMatched } = (await this.#api.get('/api/comments', { application, limit: MOST })).data
      if (this.#wanted !== application) return
      this.#pins.show(items)
      if (numberMatched > items.length) this.#say(interpolate(gettext('Only %(count)s of the comments are on the map.'), { count: number(items.length) }))
    } catch (problem) {
      if (!problem.kind) throw problem
      if (this.#wanted === application) this.#say(problem.title)
    }
  }
}
