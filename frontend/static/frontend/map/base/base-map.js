// base-map.js: the picture under the parcels, if the operator has set any: tiles, a WMS or a PMTiles file.

import { element } from '../../ui/dom.js'
import { gettext, interpolate, pick } from '../../ui/i18n.js'
import { page } from '../../ui/page.js'
import { L } from '../leaflet.js'
import { PmtilesLayer } from './pmtiles-layer.js'

const PANE = 'base'
/** Below the outlines of areas. */
const DEPTH = 200
/** So many pictures must fail, without one that comes, until it is said. */
const FAILED = 3

/** The base maps that may be chosen: [{id, kind, url, title_th, title_en, attribution, layers, max_zoom}]. */
export const baseMaps = page.base_maps ?? []

export class BaseMap {
  #map
  #notices
  #layer = null
  #attribution = element('p', { class: 'map-attribution', hidden: true })
  #failed = 0

  constructor(map, notices) {
    this.#map = map
    this.#notices = notices
    map.createPane(PANE).style.zIndex = DEPTH
    map.getContainer().after(this.#attribution)
  }

  /** Whose picture is shown, '' without one. */
  get attribution() {
    return this.#attribution.hidden ? '' : this.#attribution.textContent
  }

  /** Show the base map with this id; any other id shows none. */
  show(id) {
    const chosen = baseMaps.find((one) => one.id === id)
    this.#layer?.remove()
    this.#layer = null
    this.#failed = 0
    this.#notices.hide('base')
    this.#attribution.hidden = !chosen
    this.#attribution.textContent = chosen?.attribution ?? ''
    if (chosen) this.#add(chosen)
  }

  #add(chosen) {
    this.#layer = makeLayer(chosen)
    this.#layer.on('tileload', () => this.#came())
    this.#layer.on('tileerror', () => this.#missed(chosen))
    this.#layer.addTo(this.#map)
  }

  #came() {
    this.#failed = 0
    this.#notices.hide('base')
  }

  #missed(chosen) {
    this.#failed += 1
    if (this.#failed !== FAILED) return
    const words = interpolate(gettext('The base map “%(title)s” cannot be loaded.'), { title: pick(chosen, 'title') })
    this.#notices.show('base', words, { look: 'is-warn', iconName: 'cloud-off', action: [gettext('Try again'), () => this.show(chosen.id)] })
  }
}

function makeLayer({ kind, url, layers, max_zoom: maxNativeZoom }) {
  const options = { pane: PANE, maxNativeZoom, maxZoom: 22 }
  if (kind === 'pmtiles') return new PmtilesLayer(url, options)
  if (kind === 'wms') return L.tileLayer.wms(url, { ...options, layers, format: 'image/png', version: '1.3.0' })
  return L.tileLayer(url, options)
}
