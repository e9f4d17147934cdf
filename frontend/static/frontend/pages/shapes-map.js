// shapes-map.js: the small map beside a list or a row of the API's pages: what the page holds, and nothing else.

import { createMap } from '../map/map.js'
import { addGraticule } from '../map/graticule.js'
import { L } from '../map/leaflet.js'
import { token } from '../map/styles.js'

const shapes = JSON.parse(document.getElementById('shapes').textContent)
const look = { color: token('color-action'), weight: 2, fillColor: token('map-count'), fillOpacity: 0.45 }

const map = createMap(document.getElementById('map'), null)
const layer = L.geoJSON(shapes, { pane: 'parcels', style: look, interactive: false }).addTo(map)
map.fitBounds(layer.getBounds(), { padding: [24, 24], maxZoom: 17, animate: false })
addGraticule(map)
