// locator.js: the place of this device, again and again, with the screen kept awake.

import { gettext } from '../ui/i18n.js'

const FORBIDDEN = 1

/** Calls `onFix({lon, lat, accuracy, at})` until `stop`; `onTrouble(words)` when there is none, and goes on trying. */
export class Locator {
  #watch = null
  #lock = null
  #onFix
  #onTrouble

  constructor(onFix, onTrouble) {
    this.#onFix = onFix
    this.#onTrouble = onTrouble
  }

  get isRunning() {
    return this.#watch !== null
  }

  start() {
    if (!navigator.geolocation) return this.#onTrouble(gettext('This browser does not tell its place.'))
    const take = ({ coords, timestamp }) => this.#onFix({ lon: coords.longitude, lat: coords.latitude, accuracy: coords.accuracy, at: timestamp })
    this.#watch = navigator.geolocation.watchPosition(take, (error) => this.#fail(error), { enableHighAccuracy: true, maximumAge: 0 })
    document.addEventListener('visibilitychange', this.#keepAwake)
    this.#keepAwake()
  }

  stop() {
    if (this.#watch !== null) navigator.geolocation.clearWatch(this.#watch)
    this.#watch = null
    document.removeEventListener('visibilitychange', this.#keepAwake)
    this.#lock?.release()
    this.#lock = null
  }

  /** The lock is lost with the screen: it is asked for anew when the page is seen again. */
  #keepAwake = async () => {
    if (document.visibilityState !== 'visible' || !navigator.wakeLock) return
    this.#lock = await navigator.wakeLock.request('screen').catch(() => null)
    if (!this.isRunning) this.#lock?.release()
  }

  /** Only a refusal is final: no signal under a tree is not. */
  #fail({ code }) {
    if (code === FORBIDDEN) {
      this.stop()
      return this.#onTrouble(gettext('The place of this device may not be used. Allow it in the settings of the browser.'))
    }
    this.#onTrouble(gettext('No signal from satellites yet. Stand free of trees and roofs.'))
  }
}
