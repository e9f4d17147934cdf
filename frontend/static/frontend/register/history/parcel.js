// parcel.js: every version of one parcel, of a withdrawn one too, and the way back to each.

import { errorBox, skeletons } from '../../ui/boxes.js'
import { element, icon } from '../../ui/dom.js'
import { gettext, interpolate, ngettext, number } from '../../ui/i18n.js'
import { page as about } from '../../ui/page.js'
import { start } from '../start.js'
import { versionList } from './versions.js'

const main = document.getElementById('history')

class ParcelHistory {
  #world
  #title = document.title

  constructor(world) {
    this.#world = world
  }

  async open() {
    const { api } = this.#world
    const { items } = (await api.get(`/api/collections/parcels/items/${about.uid}/history`)).data
    this.#show(items)
  }

  #show(items) {
    const code = items.find(({ after }) => after.code)?.after.code ?? ''
    const isWithdrawn = Boolean(items.find(({ after }) => 'withdrawn_at' in after)?.after.withdrawn_at)
    const words = interpolate(ngettext('%(count)s version', '%(count)s versions', items.length), { count: number(items.length) })
    const title = interpolate(gettext('Parcel %(code)s'), { code })
    main.replaceChildren(
      element(
        'div', { class: 'page-head' },
        element('div', {}, element('h1', {}, title), element('p', { class: 'page-note' }, words)),
        isWithdrawn
          ? element('span', { class: 'tag tag-bad' }, icon('archive'), gettext('withdrawn: restore a version to bring it back'))
          : element('div', { class: 'page-actions' }, element('a', { class: 'button', href: `/?parcel=${about.uid}` }, icon('map'), gettext('On the map'))),
      ),
      element('section', { class: 'card', 'aria-label': gettext('All changes') }, versionList(items, this.#world, { why: () => '', restored: () => this.#again() })),
    )
    main.setAttribute('aria-busy', 'false')
    document.title = `${title} · ${this.#title}`
    document.querySelector('.header-here').textContent = title
  }

  async #again() {
    try {
      await this.open()
    } catch (problem) {
      if (!problem.kind) throw problem
      main.replaceChildren(errorBox(problem, () => this.#again()))
    }
  }
}

main.replaceChildren(...skeletons(6, 'version-skeleton'))
start(main, (world) => new ParcelHistory(world).open())
