// export.js: an item as a file, for who may not send it any more: nothing that was drawn is lost with a right.

/** Save the item in the downloads: a picture as it is, all else as GeoJSON. */
export function saveFile(item) {
  const file = item.blob ?? new Blob([JSON.stringify(geoJsonOf(item), null, 1)], { type: 'application/geo+json' })
  const address = URL.createObjectURL(file)
  const name = item.blob ? item.params.name : `${item.kind}-${item.title.replaceAll(/[^\p{L}\p{M}\p{N}-]+/gu, '_')}.geojson`
  Object.assign(document.createElement('a'), { href: address, download: name }).click()
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
}

/** A FeatureCollection of what the item would have stored. */
export function geoJsonOf({ kind, body, base, title, made_at: at, row }) {
  const made = { made_at: new Date(at).toISOString(), title, row }
  if (kind === 'zones') return collection(body.changes.map(({ id, action, geometry, properties }) => feature(id, geometry, { ...properties, action, ...made })))
  if (kind === 'survey') return collection([feature(body.uid ?? row, body.location ?? base?.location, { ...body, ...made })])
  const before = base ?? {}
  if (body?.changes) return collection(body.changes.map(({ id, action, geometry, properties }) => feature(id, geometry, { ...properties, action, ...made })))
  return collection([feature(body?.id ?? before.id, body?.geometry ?? before.geometry, { ...before.properties, ...body?.properties, ...made })])
}

function collection(features) {
  return { type: 'FeatureCollection', features }
}

function feature(id, geometry, properties) {
  return { type: 'Feature', id, geometry: geometry ?? null, properties }
}
