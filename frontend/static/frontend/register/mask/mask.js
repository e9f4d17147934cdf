// mask.js: covering the religion on an ID card before it leaves this device.

import { element } from '../../ui/dom.js'
import { gettext } from '../../ui/i18n.js'
import { MaskBoard } from './board.js'
import { burn, fileOf, readPicture } from './picture.js'

export { NotAPicture } from './picture.js'

/** Papers that show what the programme may not know. */
const MASKED = ['ID_CARD']

export function needsMask(kind) {
  return MASKED.includes(kind)
}

/** What to say of a file that cannot be opened here. */
export function notAPictureWords() {
  return gettext('An ID card has to be a picture (JPEG or PNG), so that the religion can be covered. Take a photo of it.')
}

/** Ask where to cover; the picture with black bars burnt in, or null when somebody thought better of it. Throws NotAPicture. */
export async function maskPicture(file) {
  const canvas = await readPicture(file)
  const shown = URL.createObjectURL(await fileOf(canvas, file.name))
  const bars = await ask(shown, canvas)
  URL.revokeObjectURL(shown)
  if (!bars) return null
  burn(canvas, bars)
  return fileOf(canvas, file.name)
}

function ask(shown, { width, height }) {
  const board = new MaskBoard(shown, width, height)
  const dialog = element('dialog', { class: 'mask', 'aria-labelledby': 'mask-title' })
  const button = (label, className, click) => element('button', { class: `button ${className}`, type: 'button', on: { click } }, label)
  return new Promise((done) => {
    const end = (bars) => {
      done(bars)
      dialog.remove()
    }
    dialog.addEventListener('cancel', () => end(null))
    dialog.append(
      element('h2', { id: 'mask-title' }, gettext('Cover the religion')),
      element('p', { class: 'mask-hint', id: 'mask-hint' }, gettext('Drag the black bar over the line “religion”, and its corner to size it. On the keyboard: arrows move, Shift and arrows size, Delete removes. The uncovered picture stays on this device and is not sent.')),
      board.node,
      element('div', { class: 'mask-buttons' },
        button(gettext('Another bar'), '', () => board.add()),
        element('span', { class: 'mask-gap' }),
        button(gettext('Cancel'), '', () => end(null)),
        button(gettext('Cover and send'), 'button-main', () => board.bars.length && end(board.bars))),
    )
    document.body.append(dialog)
    dialog.showModal()
    board.focus()
  })
}
