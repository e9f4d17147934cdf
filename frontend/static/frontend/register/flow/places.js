// places.js: the tambon in which the reader may register, as [code, name].

import { pick } from '../../ui/i18n.js'

export async function tambonOf(api, me) {
  const held = me.area?.code ?? ''
  const parent = held.length >= 4 ? { parent: held.slice(0, 4) } : {}
  const { features } = await api.items('areas', { level: 'TAMBON', ...parent, skipGeometry: true, limit: 1000, sortby: 'code' })
  const own = features.filter(({ properties }) => properties.code.startsWith(held.slice(0, 6)))
  if (held.length >= 4) return own.map(({ properties }) => [properties.code, pick(properties, 'name')])
  const { features: amphoe } = await api.items('areas', { level: 'AMPHOE', skipGeometry: true, limit: 1000 })
  const names = new Map(amphoe.map(({ properties }) => [properties.code, pick(properties, 'name')]))
  return own.map(({ properties }) => [properties.code, [pick(properties, 'name'), names.get(properties.code.slice(0, 4))].filter(Boolean).join(', ')])
}
