// picture.js: a photo as pixels: read upright, made smaller, with bars burnt in. What leaves here holds nothing of the file.

import { pixelsOf } from './bars.js'

const LONGEST_PX = 2400
const QUALITY = 0.9

/** The file is no picture that this browser can open. */
export class NotAPicture extends Error {}

/** The photo on a canvas, upright, at most 2,400 pixels long. Throws NotAPicture. */
export async function readPicture(file) {
  let bitmap
  try {
    bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' })
  } catch (error) {
    if (!(error instanceof DOMException)) throw error
    throw new NotAPicture(file.name)
  }
  const scale = Math.min(1, LONGEST_PX / Math.max(bitmap.width, bitmap.height))
  const canvas = document.createElement('canvas')
  canvas.width = Math.round(bitmap.width * scale)
  canvas.height = Math.round(bitmap.height * scale)
  canvas.getContext('2d').drawImage(bitmap, 0, 0, canvas.width, canvas.height)
  bitmap.close()
  return canvas
}

/** Paint the bars over the pixels: what was there is gone. */
export function burn(canvas, bars) {
  const paint = canvas.getContext('2d')
  paint.fillStyle = 'black'
  for (const bar of bars) {
    const { left, top, width, height } = pixelsOf(bar, canvas.width, canvas.height)
    paint.fillRect(left, top, width, height)
  }
}

/** The canvas as a JPEG file of that name. */
export async function fileOf(canvas, name) {
  const blob = await new Promise((done) => canvas.toBlob(done, 'image/jpeg', QUALITY))
  return new File([blob], `${name.replace(/\.[^.]*$/, '')}.jpg`, { type: 'image/jpeg' })
}
