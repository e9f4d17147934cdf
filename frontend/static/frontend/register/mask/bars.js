// bars.js: black bars over a picture, in parts of its width and height. Arithmetic only: no page, no picture.

const LEAST = 0.02
/** Where the line of religion stands on a Thai ID card that fills the picture. */
const RELIGION = { x: 0.26, y: 0.56, width: 0.36, height: 0.09 }

export function presetBars() {
  return [{ ...RELIGION }]
}

/** Another bar, a little lower than the last, within the picture. */
export function addBar(bars) {
  const last = bars.at(-1) ?? RELIGION
  return [...bars, within({ ...last, y: last.y + last.height + 0.03 })]
}

/** The bar moved by parts of the picture; it stays within. */
export function moveBar(bar, dx, dy) {
  return within({ ...bar, x: bar.x + dx, y: bar.y + dy })
}

/** The bar with its lower right corner moved; it stays within and never vanishes. */
export function sizeBar(bar, dx, dy) {
  const width = clamp(bar.width + dx, LEAST, 1 - bar.x)
  const height = clamp(bar.height + dy, LEAST, 1 - bar.y)
  return { ...bar, width, height }
}

function within(bar) {
  return { ...bar, x: clamp(bar.x, 0, 1 - bar.width), y: clamp(bar.y, 0, 1 - bar.height) }
}

function clamp(value, low, high) {
  return Math.min(Math.max(value, low), high)
}

/** The bar in whole pixels, never smaller than it was drawn. */
export function pixelsOf(bar, width, height) {
  const left = Math.floor(bar.x * width)
  const top = Math.floor(bar.y * height)
  return { left, top, width: Math.ceil((bar.x + bar.width) * width) - left, height: Math.ceil((bar.y + bar.height) * height) - top }
}
