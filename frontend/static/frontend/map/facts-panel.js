// facts-panel.js: the facts of a parcel as a list of names and values; what is unknown is left out.

import { element } from '../ui/dom.js'
import { fiscalYear, gettext, interpolate, number, pick, shortDate } from '../ui/i18n.js'

/** `codes`: all code lists by name. */
export function factsPanel(properties, codes) {
  const facts = factsOf(properties, codes).filter(([, value]) => value)
  const rows = facts.map(([name, value]) => element('div', {}, element('dt', {}, name), element('dd', {}, value)))
  return element(
    'section',
    { class: 'section' },
    element('div', { class: 'section-title' }, element('h3', {}, gettext('Facts'))),
    element('dl', { class: 'facts' }, ...rows),
  )
}

function factsOf(properties, codes) {
  const label = (list, code) => code && pick(codes[list]?.find((row) => row.code === code), 'name')
  return [
    [gettext('Application'), properties.application_no],
    [gettext('Applicant'), properties.applicant_name],
    [gettext('State since'), properties.state_since && shortDate(properties.state_since)],
    [gettext('Fiscal year'), properties.fy && fiscalYear(properties.fy)],
    [gettext('Model'), label('plot_model', properties.model)],
    [gettext('Parcel name'), properties.name],
    [gettext('Village'), properties.village_code],
    [gettext('Land class'), label('land_class', properties.land_class)],
    [gettext('Captured by'), label('capture_method', properties.capture_method)],
    [gettext('Accuracy'), properties.positional_accuracy_m && accuracy(properties.positional_accuracy_m)],
    [gettext('Last change'), lastChange(properties)],
  ]
}

function accuracy(metres) {
  return interpolate(gettext('%(metres)s m'), { metres: number(Number(metres), 1) })
}

function lastChange({ updated_at: at, updated_by: by, version }) {
  const holes = { date: shortDate(at), name: by ?? '', version }
  const text = by ? gettext('%(date)s by %(name)s (version %(version)s)') : gettext('%(date)s (version %(version)s)')
  return interpolate(text, holes)
}
