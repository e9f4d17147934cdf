// token-row.js: one token in the list, with a revocation that asks once more.

import { element } from '../ui/dom.js'
import { gettext, interpolate, shortDate } from '../ui/i18n.js'

/** A list item; `revoke(token)` is called when the reader has confirmed. */
export function tokenRow(token, revoke) {
  const row = element(
    'li',
    { class: 'tokens-row' },
    element(
      'div',
      { class: 'tokens-what' },
      element('h3', {}, token.name),
      element('p', { class: 'tokens-marks' }, scopeMark(token), expiryMark(token), element('code', {}, token.hint)),
    ),
    facts(token),
  )
  row.append(revocation(token, revoke))
  return row
}

function scopeMark(token) {
  const isWrite = token.scope === 'write'
  const words = isWrite ? gettext('Read and change') : gettext('Read only')
  return element('span', { class: `tokens-mark ${isWrite ? 'tokens-mark-write' : ''}` }, words)
}

function expiryMark(token) {
  return token.is_expired && element('span', { class: 'tokens-mark tokens-mark-over' }, gettext('Expired'))
}

function facts(token) {
  return element(
    'dl',
    { class: 'tokens-facts' },
    fact(gettext('Made'), shortDate(token.created)),
    fact(gettext('Works until'), shortDate(token.expires)),
    fact(gettext('Last used'), token.last_used ? shortDate(token.last_used) : gettext('never')),
  )
}

function fact(name, value) {
  return element('div', {}, element('dt', {}, name), element('dd', {}, value))
}

function revocation(token, revoke) {
  const place = element('div', { class: 'tokens-revoke' })
  const ask = button('', gettext('Revoke'), () => {
    place.replaceChildren(sure, keep)
    sure.focus()
  })
  const sure = button('tokens-danger', gettext('Yes, revoke'), () => revoke(token))
  const keep = button('', gettext('Keep it'), () => {
    place.replaceChildren(ask)
    ask.focus()
  })
  ask.setAttribute('aria-label', interpolate(gettext('Revoke %(name)s'), token))
  sure.setAttribute('aria-label', interpolate(gettext('Yes, revoke %(name)s'), token))
  place.append(ask)
  return place
}

function button(kind, text, click) {
  return element('button', { class: `button ${kind}`, type: 'button', on: { click } }, text)
}
