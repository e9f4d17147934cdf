// along-zones.js: the zones of parcels as they are on this device: asked for while there is a network, kept by the worker,
// taken along, or waiting in the outbox.

import { withWaiting } from '../../offline/overlay.js'
import { takenAreas } from '../../offline/take.js'
import { networkFailure } from '../../ui/problem.js'

const MOST = 500 // as the inspector asks: the worker keeps that answer

export class ZonesHere {
  #world
  #known = new Map()

  constructor(world) {
    this.#world = world
  }

  /** {zones, missing} of parcels {id, geometry, tambon}: `missing` counts those whose zones are not on this device. */
  async of(parcels) {
    const found = await Promise.all(parcels.map((parcel) => this.#zones(parcel)))
    return { zones: found.flatMap((zones) => zones ?? []), missing: found.filter((zones) => zones === null).length }
  }

  async #zones(parcel) {
    const { outbox, codes } = this.#world
    const load = async () => ({ parcel: { ...parcel, properties: {} }, zones: await this.#stored(parcel) })
    try {
      return (await withWaiting(outbox, parcel.id, codes.zone_type, load)).zones
    } catch (problem) {
      if (!problem.kind) throw problem
      return null
    }
  }

  async #stored(parcel) {
    const zones = this.#known.get(parcel.id) ?? await this.#asked(parcel)
    this.#known.set(parcel.id, zones)
    return zones
  }

  /** Of a tambon that was not taken along the worker finds no zones, whether there are any or not; only the server links. */
  async #asked({ id, tambon }) {
    const { data } = await this.#world.api.get('/api/collections/zones/items', { parcel: id, limit: MOST })
    if (!data.features.length && !data.links?.length && !await isTaken(tambon)) throw networkFailure()
    return data.features
  }
}

async function isTaken(tambon) {
  return (await takenAreas()).some(({ code }) => code === tambon)
}
