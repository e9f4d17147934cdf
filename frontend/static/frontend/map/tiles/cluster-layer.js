// cluster-layer.js: how many parcels and rai there are, while the view is too wide for parcels. A click goes nearer.

import { GROUPS } from '../../ui/store.js'
import { element } from '../../ui/dom.js'
import { gettext, interpolate, ngettext, number } from '../../ui/i18n.js'
import { L } from '../leaflet.js'
import { HEIGHT, merged, WIDTH } from './clusters.js'

const NEARER = 2
const M2_PER_RAI = 1600

export class ClusterLayer {
  #map
  #groupOf
  #group = L.layerGroup()
  #boxes = []

  constructor(map, groupOf) {
    this.#map = map
    this.#groupOf = groupOf
    this.#group.addTo(map)
  }

  /** The boxes of the labels in container pixels, which other words leave free. */
  get boxes() {
    return this.#boxes
  }

  /** `clusters`: [{lon, lat, parcels, m2, states}]. */
  show(clusters) {
    const placed = merged(clusters.map((one) => ({ ...one, ...this.#pixelOf(one) })))
    this.#group.clearLayers()
    for (const one of placed) this.#group.addLayer(this.#marker(one))
    this.#boxes = placed.map(({ x, y }) => ({ left: x - WIDTH / 2, right: x + WIDTH / 2, top: y - HEIGHT / 2, bottom: y + HEIGHT / 2 }))
  }

  #pixelOf({ lon, lat }) {
    const { x, y } = this.#map.latLngToContainerPoint([lat, lon])
    return { x, y }
  }

  #marker(cluster) {
    const { lon, lat } = cluster
    const icon = L.divIcon({ className: 'cluster', html: this.#label(cluster), iconSize: [WIDTH - 8, HEIGHT - 8] })
    const marker = L.marker([lat, lon], { icon, pane: 'clusters', alt: wordsOf(cluster), title: '' })
    marker.on('add', () => marker.getElement().setAttribute('aria-label', wordsOf(cluster)))
    const goNearer = () => this.#map.setView([lat, lon], Math.min(this.#map.getZoom() + NEARER, this.#map.getMaxZoom()))
    return marker.on('click', goNearer).on('keypress', ({ originalEvent }) => originalEvent.key === 'Enter' && goNearer())
  }

  #label({ parcels, m2, states }) {
    return element('span', { class: 'cluster-card' },
      element('b', {}, interpolate(ngettext('%(count)s parcel', '%(count)s parcels', parcels), { count: number(parcels) })),
      element('small', {}, interpolate(gettext('%(area)s rai'), { area: raiOf(m2) })),
      this.#shares(states, parcels))
  }

  /** A bar of the groups of states, as long as their shares. */
  #shares(states, parcels) {
    const counts = Object.fromEntries(GROUPS.map((group) => [group, 0]))
    for (const [code, count] of Object.entries(states)) counts[this.#groupOf(code === 'NONE' ? '' : code)] += count
    const parts = GROUPS.filter((group) => counts[group]).map((group) => {
      const part = element('i', { class: `is-${group}` })
      part.style.flexGrow = counts[group] / parcels
      return part
    })
    return element('span', { class: 'cluster-shares', 'aria-hidden': 'true' }, ...parts)
  }
}

function raiOf(m2) {
  const rai = m2 / M2_PER_RAI
  return number(rai, rai < 10 ? 1 : 0)
}

function wordsOf({ parcels, m2 }) {
  const count = interpolate(ngettext('%(count)s parcel', '%(count)s parcels', parcels), { count: number(parcels) })
  return `${count}, ${interpolate(gettext('%(area)s rai'), { area: raiOf(m2) })}`
}
