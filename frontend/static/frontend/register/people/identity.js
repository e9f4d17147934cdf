// identity.js: the national ID, masked; whole only after a purpose was told, for a minute, and never kept.

import { element, icon } from '../../ui/dom.js'
import { gettext } from '../../ui/i18n.js'
import { askInDialog } from '../dialog.js'
import { may } from '../start.js'

const SHOWN_MS = 60_000

/** The masked number with the way to the whole one; null where nothing is known. */
export function identityLine(applicant, world) {
  if (!applicant.national_id_masked) return null
  const number = element('span', { class: 'identity-number', role: 'status' }, applicant.national_id_masked)
  const button = element('button', { class: 'text-button', type: 'button' }, icon('lock'), gettext('Show the whole number'))
  button.addEventListener('click', () => ask(applicant, world, (whole) => show(number, button, whole, applicant.national_id_masked)))
  return element('span', { class: 'identity' }, number, may(world.me, 'read', 'identities') && button)
}

function ask({ uid, name_th: name }, { api }, shown) {
  askInDialog({
    title: gettext('Show the whole national ID'),
    subject: name,
    note: gettext('Who read a number, when and what for is written down and can be looked up.'),
    fields: [{ name: 'purpose', kind: 'text', label: gettext('What for'), required: true, hint: gettext('5 characters at least, for example: contract of the plot'), input: { maxlength: 200 } }],
    label: gettext('Show the number'),
    save: async ({ purpose }) => shown((await api.send('POST', `/api/applicants/${uid}/identity/readings`, { purpose })).data.national_id),
  })
}

function show(number, button, whole, masked) {
  number.textContent = whole
  number.classList.add('is-whole')
  button.hidden = true
  setTimeout(() => {
    number.textContent = masked
    number.classList.remove('is-whole')
    button.hidden = false
  }, SHOWN_MS)
}
