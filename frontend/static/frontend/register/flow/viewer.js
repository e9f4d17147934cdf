// viewer.js: a paper in full size over the page; what is no picture is opened as a file.

import { element } from '../../ui/dom.js'
import { gettext } from '../../ui/i18n.js'

export function view(row, name) {
  const address = `/api/attachments/${row.uid}/file`
  const isPhoto = row.media_type.startsWith('image/')
  const dialog = element('dialog', { class: 'mask viewer', 'aria-labelledby': 'viewer-title' })
  const close = element('button', { class: 'button button-main', type: 'button', on: { click: () => dialog.close() } }, gettext('Close'))
  dialog.append(
    element('h2', { id: 'viewer-title' }, name),
    isPhoto ? element('img', { class: 'viewer-picture', src: address, alt: row.file_name }) : element('p', {}, row.file_name),
    element('div', { class: 'mask-buttons' }, element('a', { class: 'button', href: address }, gettext('Open the file')), element('span', { class: 'mask-gap' }), close),
  )
  dialog.addEventListener('close', () => dialog.remove())
  document.body.append(dialog)
  dialog.showModal()
}
