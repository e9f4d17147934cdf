// age.js: says over the map how old the land is that is shown without a network.

import { gettext, interpolate, ngettext, number } from '../ui/i18n.js'
import { DAY_MS } from '../offline/rules.js'
import { moment } from '../offline/words.js'

/** From then on others have surely worked since. */
const OLD_DAYS = 7

export function sayAge(api, notices) {
  api.events.addEventListener('age', ({ detail: { at } }) => {
    if (at === null) return notices.hide('age')
    const days = Math.floor((Date.now() - Date.parse(at)) / DAY_MS)
    const isOld = days >= OLD_DAYS
    notices.show('age', isOld ? oldWords(at, days) : interpolate(gettext('No network: as of %(time)s.'), { time: momentOf(at) }), {
      look: isOld ? 'is-warn' : '', iconName: isOld ? 'triangle-alert' : 'clock',
    })
  })
}

function oldWords(at, days) {
  const words = ngettext('No network: as of %(time)s, %(days)s day ago. Others may have changed it since; take it along anew.', 'No network: as of %(time)s, %(days)s days ago. Others may have changed it since; take it along anew.', days)
  return interpolate(words, { time: momentOf(at), days: number(days) })
}

function momentOf(at) {
  return moment(Date.parse(at))
}
