// worker-taken.js: the service worker's answers from the areas that were taken along (take.js), as the API would give
// them: features, lists of them, tiles, the tambon at a place. A classic script of worker.js; it only reads the database.

const FRESH_MS = 5000
const EXTENT = 4096
/** Below, the API counts instead of drawing; what is taken along is few enough to be drawn. */
const DRAWN_FROM = 12
let held = { at: 0, data: null }

/** The answer to a GET that found no network, or null. */
self.takenAnswer = async (url) => {
  const path = url.pathname.match(/^\/api\/collections\/(parcels|zones|areas)\/(items|tiles)(?:\/(.+))?$/)
  const isPlace = url.pathname === '/api/areas/at'
  const data = path || isPlace ? await allTaken() : null
  if (!data?.areas.length) return null
  if (isPlace) return placeAnswer(data, ['lon', 'lat'].map((name) => Number(url.searchParams.get(name))))
  const [, collection, what, rest] = path
  if (what === 'tiles') return tileAnswer(data, collection, rest)
  if (rest) return featureAnswer(data[collection].find(({ id }) => id === rest))
  return listAnswer(data[collection], url.searchParams)
}

/** Null where none of the outlines holds the place: which tambon it is is not known here. */
function placeAnswer(data, position) {
  const found = data.areas.find(({ properties, geometry }) => properties.level === 'TAMBON' && holds(geometry, position))
  const { code, name_th, name_en } = found?.properties ?? {}
  return found ? json([found], { tambon: code, name_th, name_en }, 'application/json') : null
}

/** Whether a surface holds a position: a ray to the east leaves it an odd number of times; holes are counted along. */
function holds(geometry, [lon, lat]) {
  const polygons = geometry?.type === 'MultiPolygon' ? geometry.coordinates : [geometry?.coordinates ?? []]
  const isPassed = ([x, y], [x2, y2]) => y > lat !== y2 > lat && lon < ((x2 - x) * (lat - y)) / (y2 - y) + x
  const passes = (ring) => ring.slice(1).filter((corner, n) => isPassed(ring[n], corner)).length
  return polygons.some((rings) => rings.reduce((sum, ring) => sum + passes(ring), 0) % 2 === 1)
}

/** {areas, parcels, zones} of the database, read anew when some seconds old. */
async function allTaken() {
  if (held.data && Date.now() - held.at < FRESH_MS) return held.data
  const db = await openTaken()
  if (!db) return null
  const [areas, parcels, zones] = await Promise.all(['taken', 'parcels', 'zones'].map((name) => db.getAll(name)))
  db.close()
  const since = new Map(areas.map(({ code, taken_at: at }) => [code, at]))
  const known = ({ tambon, feature }) => withBoxAndAge(feature, since.get(tambon))
  const outlines = areas.map(({ code, outline }) => known({ tambon: code, feature: outline }))
  held = { at: Date.now(), data: { areas: outlines, parcels: parcels.map(known), zones: zones.map(known) } }
  return held.data
}

/** Null when no page has made the database yet: it is not ours to make. */
function openTaken() {
  const upgrade = (db, old, wanted, tx) => tx.abort()
  return idb.openDB('plaeng', 1, { upgrade }).catch(() => null)
}

function withBoxAndAge(feature, at) {
  const positions = (feature.geometry?.coordinates ?? []).flat(feature.geometry?.type === 'MultiPolygon' ? 2 : 1)
  const [lons, lats] = [positions.map(([lon]) => lon), positions.map(([, lat]) => lat)]
  const box = positions.length ? [Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)] : null
  return Object.defineProperties(feature, { box: { value: box }, at: { value: at } })
}

function featureAnswer(feature) {
  return feature ? json([feature], feature, 'application/geo+json') : null
}

function listAnswer(features, params) {
  const found = features.filter((feature) => matches(feature, params)).toSorted(orderOf(params.get('sortby') ?? 'code'))
  const shown = found.slice(0, Number(params.get('limit') ?? 10))
  return json(shown, { type: 'FeatureCollection', features: shown, numberMatched: found.length, numberReturned: shown.length, links: [] }, 'application/geo+json')
}

function matches({ properties, box }, params) {
  const wanted = (name, is) => !params.get(name) || is(params.get(name))
  const text = [properties.code, properties.name, properties.applicant_name].filter(Boolean).join(' ').toLowerCase()
  return ['code', 'tambon', 'parcel', 'application', 'level'].every((name) => wanted(name, (value) => properties[name] === value))
    && wanted('amphoe', (value) => properties.tambon?.startsWith(value))
    && wanted('parent', (value) => properties.code.slice(0, -2) === value)
    && wanted('q', (value) => text.includes(value.toLowerCase()))
    && wanted('state', (value) => value.split(',').includes(properties.state || 'NONE'))
    && wanted('bbox', (value) => !box || meets(box, value.split(',').map(Number)))
}

function meets([west, south, east, north], [left, bottom, right, top]) {
  return west <= right && east >= left && south <= top && north >= bottom
}

function orderOf(text) {
  const [name, sign] = text.startsWith('-') ? [text.slice(1), -1] : [text, 1]
  return (a, b) => sign * compare(a.properties[name], b.properties[name])
}

function compare(a, b) {
  if (Number.isFinite(Number(a)) && Number.isFinite(Number(b))) return Number(a) - Number(b)
  return String(a ?? '').localeCompare(String(b ?? ''))
}

function json(features, content, type) {
  return new Response(JSON.stringify(content), { headers: { 'Content-Type': type, ...aged(features) } })
}

/** The header says since when the oldest of the features is here; nothing of nothing. */
function aged(features) {
  const oldest = features.length ? new Date(Math.min(...features.map(({ at }) => at))).toISOString() : ''
  return { 'X-Taken-Along': oldest }
}

function tileAnswer(data, collection, rest) {
  const [z, y, x] = rest.replace('WebMercatorQuad/', '').split('/').map(Number)
  const empty = () => new Response(null, { status: 204, headers: aged([]) })
  if (collection === 'areas' || z < DRAWN_FROM) return empty()
  const shown = data[collection].filter(({ box }) => box && meets(box, boxOfTile(z, x, y)))
  if (!shown.length) return empty()
  return new Response(tileOf(collection, shown, z, x, y), { headers: { 'Content-Type': 'application/vnd.mapbox-vector-tile', ...aged(shown) } })
}

function boxOfTile(z, x, y) {
  const lon = (column) => (column / 2 ** z) * 360 - 180
  const lat = (row) => (Math.atan(Math.sinh(Math.PI * (1 - (2 * row) / 2 ** z))) * 180) / Math.PI
  return [lon(x), lat(y + 1), lon(x + 1), lat(y)]
}

/** A vector tile of one layer (Mapbox Vector Tile 2.1); shapes reach over the tile's border, the canvas cuts them. */
function tileOf(name, features, z, x, y) {
  const [keys, values] = [new Map(), new Map()]
  const index = (map, key) => map.get(key) ?? map.set(key, map.size).get(key)
  const parts = features.map((feature) => {
    const tags = Object.entries(propertiesOf(feature)).flatMap(([key, value]) => [index(keys, key), index(values, value)])
    return chunk(2, [...chunk(2, tags.flatMap(varint)), ...pair(3, 3), ...chunk(4, commandsOf(feature.geometry, z, x, y))])
  })
  const layer = [
    ...chunk(1, textBytes(name)), ...parts.flat(), ...[...keys.keys()].flatMap((key) => chunk(3, textBytes(key))),
    ...[...values.keys()].flatMap((value) => chunk(4, chunk(1, textBytes(value)))), ...pair(5, EXTENT), ...pair(15, 2),
  ]
  return Uint8Array.from(chunk(3, layer))
}

function propertiesOf({ id, properties }) {
  const names = ['code', 'state', 'fy', 'model', 'land_class', 'parcel', 'zone_type', 'zone_group', 'stage']
  const given = names.filter((name) => properties[name] !== null && properties[name] !== undefined)
  return { uid: id, ...Object.fromEntries(given.map((name) => [name, String(properties[name])])) }
}

function commandsOf({ type, coordinates }, z, x, y) {
  const place = ([lon, lat]) => {
    const sine = Math.sin((lat * Math.PI) / 180)
    const [across, down] = [lon / 360 + 0.5, 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)]
    return [Math.round((across * 2 ** z - x) * EXTENT), Math.round((down * 2 ** z - y) * EXTENT)]
  }
  let pen = [0, 0]
  const step = (to) => {
    const moved = [to[0] - pen[0], to[1] - pen[1]]
    pen = to
    return moved.flatMap((n) => varint(n < 0 ? -2 * n - 1 : 2 * n))
  }
  // Outer rings go clockwise on the screen, holes the other way: GeoJSON's own order, seen with y downwards.
  const ring = (positions) => {
    const points = positions.slice(0, -1).map(place)
    return [...varint(9), ...step(points[0]), ...varint((points.length - 1) * 8 + 2), ...points.slice(1).flatMap(step), ...varint(15)]
  }
  const polygons = type === 'MultiPolygon' ? coordinates : [coordinates]
  return polygons.flatMap((rings) => rings.flatMap(ring))
}

function varint(n) {
  const bytes = []
  for (let rest = n; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return [...bytes, rest]
    bytes.push((rest % 128) + 128)
  }
}

function pair(field, value) {
  return [...varint(field * 8), ...varint(value)]
}

function chunk(field, bytes) {
  return varint(field * 8 + 2).concat(varint(bytes.length), bytes)
}

function textBytes(text) {
  return [...new TextEncoder().encode(text)]
}
