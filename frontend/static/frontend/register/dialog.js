// dialog.js: a modal dialog that is thrown away when closed; the focus goes back to where it was.

import { element } from '../ui/dom.js'
import { gettext } from '../ui/i18n.js'
import { makeForm } from './form.js'

/** A modal dialog with a title. */
export function openDialog(title, ...contents) {
  const head = element('h2', { id: 'dialog-title', tabindex: '-1' }, title)
  const dialog = element('dialog', { class: 'dialog', 'aria-labelledby': 'dialog-title' }, head, ...contents)
  dialog.addEventListener('close', () => dialog.remove())
  document.body.append(dialog)
  dialog.showModal()
  return dialog
}

/** The button that closes it; `dialog` gives it, since it is made later. */
export function closeButton(dialog) {
  return element('button', { class: 'button', type: 'button', on: { click: () => dialog().close() } }, gettext('Close'))
}

/** A form in a dialog of its own, about a `subject`; `save(values)` stores, and what it throws is told in the form. */
export function askInDialog({ title, subject, save, ...about }) {
  const form = makeForm({
    ...about,
    title: subject,
    submit: async (values) => {
      await save(values)
      dialog.close()
    },
    cancel: () => dialog.close(),
  })
  const dialog = openDialog(title, form)
  const first = form.querySelector('.input') ?? form.querySelector('button')
  first.focus()
}
