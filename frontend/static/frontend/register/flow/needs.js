// needs.js: which papers an application will need, what each must show, and what a step still lacks.

import { gettext } from '../../ui/i18n.js'

/** Sentences that the office says at the counter. */
export function mustShow(kind) {
  return {
    ID_CARD: () => gettext('Front only, all four corners, number and name readable. The religion is covered before it is sent.'),
    HOUSE_REG: () => gettext('The page with the house number and the page with the applicant’s name.'),
    LAND_DOC: () => gettext('The whole front: number, map sheet, area and drawing.'),
    LAND_DOC_BACK: () => gettext('The list of entries on the back, up to the last one.'),
    AGENCY_LETTER: () => gettext('The letter with number, date and signature of who may permit.'),
    POA: () => gettext('Signed by both, with stamp and witnesses.'),
    HEIR_PROOF: () => gettext('What shows the line to the holder: birth or death certificate.'),
    SITE_PHOTO: () => gettext('The land from the corner, if possible with its place.'),
  }[kind]?.() ?? ''
}

/** [kind, whether the papers are not complete without it] in the order of the counter. */
export function papersOf({ isOfPeople, wish }) {
  const relation = wish.text('relation')
  const needed = isOfPeople ? ['ID_CARD', 'HOUSE_REG', 'LAND_DOC'] : ['AGENCY_LETTER', 'LAND_DOC']
  const wished = ['LAND_DOC_BACK', ...(relation === 'HEIR' ? ['HEIR_PROOF'] : []), ...(relation === 'REPRESENTATIVE' ? ['POA'] : []), 'SITE_PHOTO']
  return [...needed.map((kind) => [kind, true]), ...wished.map((kind) => [kind, false])]
}

/** Fields that lack or are wrong, over some records. */
export function faultsOf(records) {
  return records.reduce((sum, record) => {
    const wrong = new Set([...Object.keys(record.wrong), ...(record.theirs ? ['theirs'] : []), ...record.lacking.map(({ name }) => name)])
    return sum + wrong.size
  }, 0)
}

/** The step that ends a lack, by its path. */
export function stepOf(path) {
  const part = path.split('/')[1]
  return { consents: 'consents', attachments: 'papers', parcels: 'land', documents: 'land', cases: 'land', zones: 'land', applicant: 'applicant', size_target_rai: 'applicant' }[part] ?? 'check'
}

/** What keeps it from being sent: [{path, message, code…}]. The server says it as soon as it knows the application. */
export function blocking(flow) {
  const own = flow.applicant.lacking.map(({ label }) => ({ path: '/applicant', message: label }))
  if (flow.isIdentityWrong) own.push({ path: '/applicant', message: gettext('National ID: it does not pass the check') })
  if (flow.isStored) {
    const next = flow.moves.find(({ to }) => to === 'APPLIED')
    return [...own, ...(next?.missing ?? [])]
  }
  return [...own, { path: '/consents/DATA', message: '' }, { path: '/parcels', message: gettext('Land with its joined area') }]
}
