// bell.js: what the platform has told the reader: how much is unread, the latest, and the way to each.

import { errorBox } from '../ui/boxes.js'
import { element } from '../ui/dom.js'
import { gettext, interpolate, ngettext, number, shortDate } from '../ui/i18n.js'

const LIMIT = 20

export class Bell {
  #api
  #say
  #count = document.getElementById('bell-count')
  #words = document.getElementById('bell-words')
  #list = document.getElementById('notices-list')
  #allRead = document.getElementById('notices-read')

  constructor(api, say) {
    this.#api = api
    this.#say = say
    this.#allRead.addEventListener('click', () => this.#readAll())
    // Who comes back to the page sees what has come meanwhile.
    document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && this.open())
  }

  /** Load the latest. */
  async open() {
    try {
      const { data } = await this.#api.get('/api/notices', { limit: LIMIT })
      this.#show(data)
    } catch (problem) {
      if (!problem.kind) throw problem
      this.#list.replaceChildren(element('li', {}, errorBox(problem, () => this.open())))
    }
  }

  #show({ items, unread }) {
    this.#count.hidden = !unread
    this.#count.textContent = unread > 99 ? '99+' : number(unread)
    this.#words.textContent = unread
      ? interpolate(ngettext('%(count)s unread notice', '%(count)s unread notices', unread), { count: number(unread) })
      : gettext('Notices')
    this.#allRead.hidden = !unread
    const rest = items.length === LIMIT && interpolate(gettext('The latest %(count)s. Older ones stand on the pages of their applications.'), { count: number(LIMIT) })
    this.#list.replaceChildren(...(items.length ? items.map(line) : [quiet(gettext('Nothing has been told to you yet.'))]), ...(rest ? [quiet(rest)] : []))
  }

  async #readAll() {
    try {
      await this.#api.send('POST', '/api/notices')
      await this.open()
    } catch (problem) {
      if (!problem.kind) throw problem
      this.#say(problem.title)
    }
  }
}

function line({ application, at, is_read: isRead, message }) {
  const words = [
    element('span', { class: 'notice-words' }, message),
    element('time', { datetime: at }, shortDate(at)),
    !isRead && element('span', { class: 'hidden-text' }, gettext('unread')),
  ]
  const look = isRead ? 'notice-line' : 'notice-line is-unread'
  return element('li', {}, application ? element('a', { class: look, href: `/applications/${application}` }, ...words) : element('p', { class: look }, ...words))
}

function quiet(words) {
  return element('li', {}, element('p', { class: 'box-quiet notice-line' }, words))
}
