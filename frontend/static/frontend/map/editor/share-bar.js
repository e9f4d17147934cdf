// share-bar.js: shares of the zone groups as a bar and as a table; colour never stands alone.

import { areaWords } from '../../ui/area-words.js'
import { element } from '../../ui/dom.js'

/** Nodes for rows of geometry/share.js. */
export function shareNodes({ i18n, codes }, rows) {
  const { gettext } = i18n
  const names = Object.fromEntries(codes.zone_group.map((row) => [row.code, i18n.pick(row, 'name')]))
  const named = rows.map((row) => ({ ...row, name: row.code === 'UNZONED' ? gettext('Not zoned') : names[row.code] ?? row.code }))
  const shown = named.filter(({ target, share }) => target !== null || share > 0)
  return element('div', { class: 'editor-shares' },
    element('p', { class: 'editor-shares-head' },
      element('strong', {}, gettext('Zone shares')), ' ', element('span', {}, gettext('target 30 : 30 : 30 : 10'))),
    bar(named),
    element('p', { class: 'editor-rest' }, restWords(i18n, rows)),
    table(gettext, shown))
}

/** What is left to zone, as people say areas; less than a tenth of a percent comes from rounding. */
function restWords({ gettext, interpolate }, rows) {
  const { area_m2: area, share } = rows.find(({ code }) => code === 'UNZONED')
  if (share < 0.1) return gettext('All land is zoned.')
  return interpolate(gettext('Not zoned yet: %(area)s, %(share)s'), { area: areaWords(area), share: `${share.toFixed(1)} %` }, true)
}

function bar(rows) {
  const parts = rows.filter(({ share }) => share > 0).map(({ code, share }) => {
    const part = element('span', { class: `editor-share editor-group-${code}` })
    part.style.flexGrow = share // a property of the style object: allowed where style attributes are not
    return part
  })
  return element('div', { class: 'editor-share-bar', 'aria-hidden': 'true' }, ...parts)
}

function table(gettext, rows) {
  const head = [gettext('Zone'), gettext('Share'), gettext('From target')]
  return element('table', { class: 'editor-share-table' },
    element('thead', {}, element('tr', {}, ...head.map((text) => element('th', { scope: 'col' }, text)))),
    element('tbody', {}, ...rows.map(shareRow)))
}

function shareRow({ code, name, share, difference }) {
  const swatch = element('i', { class: `editor-swatch editor-group-${code}`, 'aria-hidden': 'true' })
  return element('tr', {}, element('th', { scope: 'row' }, swatch, name),
    element('td', {}, `${share.toFixed(1)} %`),
    element('td', {}, difference === null ? '–' : signed(difference)))
}

function signed(number) {
  return `${number < 0 ? '−' : '+'}${Math.abs(number).toFixed(1)}`
}
