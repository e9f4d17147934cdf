// officer-row.js: one officer in the list, with what can be done about him; what hurts asks once more.

import { element } from '../ui/dom.js'
import { gettext, interpolate, pick, shortDate } from '../ui/i18n.js'

/**
 * A list item. `roles` gives the row of a role by its code; `isSelf` leaves out every act.
 * `acts`: {edit, invite, login, suspend, restore}, each called with the officer.
 */
export function officerRow(officer, { roles, isSelf, acts }) {
  return element(
    'li',
    { class: 'officers-row', 'data-username': officer.username },
    who(officer),
    element(
      'div',
      { class: 'officers-where' },
      element('b', {}, pick(roles.get(officer.role), 'name')),
      element('p', {}, pick(officer, 'area_name')),
    ),
    facts(officer),
    isSelf ? element('p', { class: 'officers-acts officers-self' }, gettext('This is you')) : actions(officer, acts),
  )
}

function who(officer) {
  const address = [officer.username, officer.email].filter(Boolean).join(' · ')
  const marks = element('p', { class: 'tokens-marks' }, ...marksOf(officer))
  return element('div', { class: 'officers-who' }, element('h3', {}, officer.name), element('p', {}, address), marks)
}

function marksOf(officer) {
  return [
    officer.suspended && mark('tokens-mark-over', gettext('Suspended')),
    officer.is_over && mark('tokens-mark-over', gettext('Term has ended')),
    !officer.has_password && waiting(officer),
    officer.second_factor && mark('', gettext('Second factor')),
    officer.login_state === 'active' && mark('', gettext('QGIS')),
    officer.login_state === 'suspended' && mark('tokens-mark-over', gettext('QGIS suspended')),
  ]
}

function waiting({ is_invited }) {
  return mark('officers-mark-waiting', is_invited ? gettext('Invited, no password yet') : gettext('The link has ended'))
}

function mark(kind, text) {
  return element('span', { class: `tokens-mark ${kind}` }, text)
}

function facts(officer) {
  return element(
    'dl',
    { class: 'tokens-facts' },
    fact(gettext('Last sign-in'), officer.last_sign_in ? shortDate(officer.last_sign_in) : gettext('not yet')),
    officer.term_ends && fact(gettext('Until'), shortDate(officer.term_ends)),
  )
}

function fact(name, value) {
  return element('div', {}, element('dt', {}, name), element('dd', {}, value))
}

function actions(officer, acts) {
  const place = element('div', { class: 'officers-acts' })
  const name = { name: officer.name }
  const edit = button(gettext('Edit'), () => acts.edit(officer), interpolate(gettext('Edit %(name)s'), name))
  const link = button(gettext('New link'), ask('invite'), interpolate(gettext('New link for %(name)s'), name))
  const restore = button(gettext('Restore'), () => acts.restore(officer), interpolate(gettext('Restore %(name)s'), name))
  const suspend = button(gettext('Suspend'), ask('suspend'), interpolate(gettext('Suspend %(name)s'), name))
  const login = button(gettext('QGIS'), () => acts.login(officer), interpolate(gettext('QGIS login of %(name)s'), name))
  login.classList.add('officers-login')
  const has = officer.login_state === 'unavailable' ? [] : [login]
  const usual = officer.suspended ? [edit, ...has, restore] : [edit, link, ...has, suspend]

  function ask(what) {
    return () => {
      const { question, yes, label } = questions()[what]
      const keep = button(gettext('Cancel'), () => back(what))
      const sure = button(yes, () => acts[what](officer), interpolate(label, name))
      if (what === 'suspend') sure.classList.add('tokens-danger')
      place.replaceChildren(element('p', { class: 'officers-sure' }, interpolate(question, name)), sure, keep)
      sure.focus()
    }
  }

  function back(what) {
    place.replaceChildren(...usual)
    ;(what === 'suspend' ? suspend : link).focus()
  }

  place.append(...usual)
  return place
}

function questions() {
  return {
    suspend: {
      question: gettext('From the next click on %(name)s may do nothing. What was entered stays.'),
      yes: gettext('Yes, suspend'),
      label: gettext('Yes, suspend %(name)s'),
    },
    invite: {
      question: gettext('%(name)s sets a new password by it. A link that was handed out before dies.'),
      yes: gettext('Yes, make a link'),
      label: gettext('Yes, make a link for %(name)s'),
    },
  }
}

function button(text, click, label = null) {
  return element('button', { class: 'button', type: 'button', 'aria-label': label, on: { click } }, text)
}
