// moment.js: a day with its hour, as people write it.

import { lang, shortDate } from '../ui/i18n.js'

/** "24 พ.ย. 2569 10:12". */
export function moment(iso) {
  const clock = new Intl.DateTimeFormat(lang === 'th' ? 'th-TH' : 'en-GB', { hour: '2-digit', minute: '2-digit' })
  return `${shortDate(iso)} ${clock.format(new Date(iso))}`
}
