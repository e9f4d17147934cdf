// pmtiles-layer.js: the pictures of a PMTiles file on the map.

import { L } from '../leaflet.js'
import { Pmtiles } from './pmtiles.js'

/** A layer of Leaflet; it tells 'tileload' and 'tileerror' as its own layers of tiles do. */
export const PmtilesLayer = L.GridLayer.extend({
  initialize(url, options) {
    L.GridLayer.prototype.initialize.call(this, options)
    this.file = new Pmtiles(url)
    this.on('tileunload', ({ tile }) => tile.stop.abort())
  },

  createTile(coords, done) {
    const tile = L.DomUtil.create('img', 'leaflet-tile')
    tile.alt = ''
    tile.stop = new AbortController()
    this.fillTile(tile, coords).then(() => done(null, tile), (error) => tile.stop.signal.aborted || done(error, tile))
    return tile
  },

  async fillTile(tile, coords) {
    const blob = await this.file.tile(coords, tile.stop.signal)
    if (!blob) return
    const address = URL.createObjectURL(blob)
    tile.src = address
    await tile.decode().finally(() => URL.revokeObjectURL(address))
  },
})
