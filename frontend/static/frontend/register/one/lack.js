// lack.js: one thing that is missing for a move, in words, and what the link says that leads to its end.

import { gettext, interpolate, number } from '../../ui/i18n.js'

/** {title, small: the server's sentence, label: of the link; '' where the page cannot end it}. */
export function lackWords(lack, page) {
  const [, part, what] = lack.path.split('/')
  const known = {
    consents: () => [interpolate(gettext('Consent: %(name)s'), { name: page.name('consent_kind', what) }), gettext('Add')],
    attachments: () => [what ? page.name('attachment_kind', what) : gettext('Papers'), what ? gettext('Attach') : gettext('Go to the papers')],
    parcels: () => [gettext('Land'), gettext('Go to the land')],
    documents: () => [gettext('Land documents'), gettext('Go to the documents')],
    surveys: () => [gettext('Survey'), gettext('Write it down')],
    designs: () => [gettext('Design'), gettext('Add')],
    works: () => [gettext('Works'), gettext('Go to the works')],
    zones: () => [gettext('Built zones'), gettext('Go to the land')],
    size_target_rai: () => [gettext('Size of the design'), gettext('Fill in')],
    cases: () => [gettext('Open cases'), gettext('Go to the land')],
  }[part]
  const [title, label] = known?.() ?? [lack.message, '']
  const counted = lack.wanted && interpolate(gettext('%(given)s of %(wanted)s'), { given: number(lack.given), wanted: number(lack.wanted) })
  return { title: counted ? `${title} (${counted})` : title, small: title === lack.message ? '' : lack.message, label }
}
