// summary.js: the strip of figures: people large; institutions apart, marked as an estimate, never added.

import { areaShort } from '../ui/area-words.js'
import { element } from '../ui/dom.js'
import { fiscalYear, gettext, interpolate, ngettext, number } from '../ui/i18n.js'
import { YEARS } from './figures.js'

/** Keep every `[data-summary]` up to date; `choose` is called with the fiscal year that the reader picks. */
export function showSummary(nodes, figures, choose) {
  figures.events.addEventListener('change', () => {
    for (const node of nodes) node.replaceChildren(yearChoice(figures.year, choose), ...contents(figures))
  })
}

function yearChoice(year, choose) {
  const years = YEARS.includes(year) ? YEARS : [...YEARS, year]
  const options = years.map((one) => element('option', { value: one, selected: one === year }, fiscalYear(one)))
  const select = element('select', { on: { change: (event) => choose(event.target.value) } }, ...options)
  return element('label', { class: 'summary-year' }, gettext('Fiscal year'), select)
}

function contents({ summary, problem }) {
  if (problem) return [element('p', { class: 'summary-failed' }, problem.title)]
  return [people(summary.people), institutions(summary.institutions)]
}

function people({ applicants, joined_area_m2: area }) {
  const count = ngettext('applicant', 'applicants', applicants)
  return figure('summary-figure', gettext('People'), [[number(applicants), count], [areaShort(area), gettext('rai')]])
}

function institutions({ sites, joined_area_m2: area, is_estimate: isEstimate, in_survey: inSurvey }) {
  const count = ngettext('site', 'sites', sites)
  const about = isEstimate ? gettext('about') : ''
  const name = inSurvey
    ? interpolate(gettext('Agencies and temples, apart; %(count)s in survey'), { count: number(inSurvey) })
    : gettext('Agencies and temples, apart')
  return figure('summary-figure summary-quiet', name, [[number(sites), count], [areaShort(area), gettext('rai'), about]])
}

function figure(className, name, values) {
  const parts = values.flatMap(([value, unit, before]) => [
    before && element('span', { class: 'unit' }, `${before} `),
    element('b', {}, value),
    element('span', { class: 'unit' }, ` ${unit} `),
  ])
  return element(
    'div',
    { class: className },
    element('p', { class: 'summary-name' }, name),
    element('p', { class: 'summary-value' }, ...parts),
  )
}
