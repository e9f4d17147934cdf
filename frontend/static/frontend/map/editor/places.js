// places.js: which tambon a parcel may be filed in: the ones of its amphoe that the officer holds.


/** [[code, label]] of tambon and the tambon at a position ('' when no outline holds it). */
export async function tambonChoices({ api, me, i18n }, [lon, lat]) {
  const here = await placeAt(api, lon, lat)
  const scope = me.area?.code ?? ''
  const amphoe = here?.tambon.startsWith(scope.slice(0, 4)) ? here.tambon.slice(0, 4) : scope.slice(0, 4)
  const rows = await tambonOf(api, amphoe)
  const held = rows.filter(({ code }) => code.startsWith(scope.slice(0, 6)))
  const found = held.some(({ code }) => code === here?.tambon) ? here.tambon : ''
  return { choices: held.map((row) => [row.code, i18n.pick(row, 'name')]), found }
}

async function placeAt(api, lon, lat) {
  try {
    const { data } = await api.get(`/api/areas/at?lon=${lon}&lat=${lat}`)
    return data
  } catch (problem) {
    if (problem.status === 404) return null // no outline there: the officer chooses
    throw problem
  }
}

async function tambonOf(api, parent) {
  if (!parent) return [] // no outline and no scope: nothing can be offered
  if (parent.length === 4) return areas(api, 'TAMBON', parent)
  const amphoe = await areas(api, 'AMPHOE', parent)
  const lists = await Promise.all(amphoe.map(({ code }) => areas(api, 'TAMBON', code)))
  return lists.flat()
}

async function areas(api, level, parent) {
  const { data } = await api.get(`/api/collections/areas/items?level=${level}&parent=${parent}&limit=200&skipGeometry=true`)
  return data.features.map(({ properties }) => properties)
}
