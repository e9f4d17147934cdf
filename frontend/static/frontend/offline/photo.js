// photo.js: a picture of the land made small enough for a field's network, with its time and place.

import { readExif, withExif } from './exif.js'

const LONGEST_PX = 2048
const QUALITY = 0.82
const NO_PLACE_AFTER_MS = 4000
/** Longer ago, the device may be somewhere else by now. */
const JUST_TAKEN_MS = 5 * 60 * 1000

/**
 * The picture as a smaller JPEG; what is no picture, or would not be smaller, stays as it is. → {blob, sha256}
 *
 * A picture that was just taken and does not say where gets the place of this device, when it may be known. `isCamera`:
 * it came by the way that a phone opens its camera for.
 */
export async function smallPhoto(file, { isCamera = false } = {}) {
  const bytes = new Uint8Array(await file.arrayBuffer())
  const made = await redrawn(file)
  if (!made) return { blob: file, sha256: await digest(bytes) }
  const about = readExif(bytes)
  const place = about.place ?? (isJustTaken(about, file, isCamera) ? await placeHere() : null)
  const whole = withExif(made, { taken: about.taken ?? momentOf(file), place })
  const isSmaller = whole.length < bytes.length || !about.place
  const kept = isSmaller ? whole : bytes
  return { blob: isSmaller ? new Blob([whole], { type: 'image/jpeg' }) : file, sha256: await digest(kept) }
}

/** Drawn anew, the right way up; null for what the browser cannot draw. */
async function redrawn(file) {
  if (!file.type.startsWith('image/')) return null
  const bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' }).catch(() => null)
  if (!bitmap) return null
  const scale = Math.min(1, LONGEST_PX / Math.max(bitmap.width, bitmap.height))
  const canvas = Object.assign(document.createElement('canvas'), { width: Math.round(bitmap.width * scale), height: Math.round(bitmap.height * scale) })
  canvas.getContext('2d').drawImage(bitmap, 0, 0, canvas.width, canvas.height)
  bitmap.close()
  const blob = await new Promise((resolve) => { canvas.toBlob(resolve, 'image/jpeg', QUALITY) })
  return blob && new Uint8Array(await blob.arrayBuffer())
}

/**
 * The picture's own time counts: a file that was saved just now may be of last year, sent by somebody else. One without
 * a time is new only when the camera gave it; a computer opens its folders in place of a camera.
 */
function isJustTaken({ taken }, { lastModified }, isCamera) {
  const at = taken ? Date.parse(taken.replace(/^(\d+):(\d+):(\d+) /, '$1-$2-$3T')) : lastModified
  return (Boolean(taken) || isCamera) && Math.abs(Date.now() - at) < JUST_TAKEN_MS
}

/** As EXIF writes it, in the time of this device. */
function momentOf({ lastModified }) {
  const date = new Date(lastModified)
  const two = (n) => String(n).padStart(2, '0')
  const day = [date.getFullYear(), two(date.getMonth() + 1), two(date.getDate())].join(':')
  return `${day} ${[date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(':')}`
}

/** [lon, lat] of this device when it was allowed before: nobody is asked for it while he sends a paper. */
async function placeHere() {
  const allowed = await navigator.permissions?.query({ name: 'geolocation' }).catch(() => null)
  if (allowed?.state !== 'granted') return null
  return new Promise((resolve) => {
    const take = ({ coords }) => resolve([coords.longitude, coords.latitude])
    navigator.geolocation.getCurrentPosition(take, () => resolve(null), { enableHighAccuracy: true, timeout: NO_PLACE_AFTER_MS, maximumAge: 60_000 })
  })
}

/** SHA-256 in hexadecimal; '' where the browser has none (plain http). */
async function digest(bytes) {
  if (!globalThis.crypto?.subtle) return ''
  const hash = await crypto.subtle.digest('SHA-256', bytes)
  return [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
