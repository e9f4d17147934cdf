// point-field.js: a place on the ground, typed as latitude and longitude or taken from the device.

import { element, icon } from '../ui/dom.js'
import { gettext } from '../ui/i18n.js'
import { say } from './start.js'

/** A GeoJSON Point of "16.43012, 101.14423"; null when it is none. */
export function readPoint(text) {
  const parts = text.split(/[,\s]+/).map(Number)
  const [lat, lon] = parts
  if (parts.length !== 2 || !(Math.abs(lat) <= 90) || !(Math.abs(lon) <= 180)) return null
  return { type: 'Point', coordinates: [lon, lat] }
}

export function pointText(point) {
  if (!point) return ''
  const [lon, lat] = point.coordinates
  return `${lat.toFixed(6)}, ${lon.toFixed(6)}`
}

/** The field with a button that asks the device where it is. */
export function pointField(field, input) {
  const ask = () => {
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => (input.value = `${coords.latitude.toFixed(6)}, ${coords.longitude.toFixed(6)}`),
      () => say(gettext('The device does not know where it is. Type the place.')),
      { enableHighAccuracy: true, timeout: 15000 },
    )
  }
  const button = element('button', { class: 'text-button', type: 'button', on: { click: ask } }, icon('navigation'), gettext('Where I am'))
  return element('div', { class: 'point-field' }, field, button)
}
