// case-map.js: a map of both parcels and of the land that they share.

import { boundsOf, createMap } from '../../map/map.js'
import { L } from '../../map/leaflet.js'
import { geometryBox } from '../../map/shapes.js'
import { token } from '../../map/styles.js'
import { element } from '../../ui/dom.js'
import { gettext } from '../../ui/i18n.js'

const LOOKS = [
  { color: 'state-approved-line', fill: 'state-approved-fill', dash: null },
  { color: 'state-process-line', fill: 'state-process-fill', dash: '7 5' },
]

/** The map; `land` are the one or two parcels that are seen, `shared` is the overlap's geometry or null. */
export function caseMap(land, shared) {
  const drawn = land.filter((one) => one?.geometry)
  const shapes = [...drawn.map(({ geometry }) => geometry), shared].filter(Boolean)
  if (!shapes.length) return element('p', { class: 'case-no-map' }, gettext('Neither parcel is drawn.'))
  const place = element('div', { class: 'map', tabindex: '0', role: 'application', 'aria-label': gettext('Map of the dispute: arrow keys move it, plus and minus change the scale') })
  requestAnimationFrame(() => draw(place, land, shared, shapes))
  return element('div', { class: 'case-map' }, place)
}

/** Once it stands in the page: Leaflet asks how large it is. */
function draw(place, land, shared, shapes) {
  const map = createMap(place, null)
  map.scrollWheelZoom.disable()
  const bounds = shapes.map((geometry) => boundsOf(geometryBox(geometry))).reduce((all, one) => all.extend(one))
  map.fitBounds(bounds, { padding: [28, 28], maxZoom: 19, animate: false })
  land.forEach((parcel, i) => parcel?.geometry && addParcel(map, parcel, LOOKS[i]))
  if (shared) add(map, shared, { color: token('color-bad-vivid'), weight: 3, fillColor: token('color-bad-vivid'), fillOpacity: 0.45, pane: 'selection' })
}

function addParcel(map, { geometry, properties }, { color, fill, dash }) {
  add(map, geometry, { color: token(color), weight: 3, dashArray: dash, fillColor: token(fill), fillOpacity: 0.55, pane: 'parcels' })
  const { west, east, north } = geometryBox(geometry)
  const name = element('span', {}, properties.code)
  L.tooltip({ permanent: true, direction: 'top', className: 'case-map-name', pane: 'labels' }).setLatLng([north, (west + east) / 2]).setContent(name).addTo(map)
}

function add(map, geometry, style) {
  L.geoJSON({ type: 'Feature', geometry, properties: {} }, { interactive: false, style, pane: style.pane }).addTo(map)
}
