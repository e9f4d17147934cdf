// pager.js: the pages of a list, turned by the links that the API gives: before and after what is shown.

import { element, icon } from '../ui/dom.js'
import { gettext } from '../ui/i18n.js'

/** Show the buttons in `pager`; `go({after} or {before} or {})` turns. `links` are those of the answer; none hide it. */
export function turnPages(pager, links, go) {
  pager.hidden = !links.some(({ rel }) => rel === 'prev' || rel === 'next')
  pager.replaceChildren(button(links, 'prev', [icon('chevron-left'), gettext('Previous page')], go), button(links, 'next', [gettext('Next page'), icon('chevron-right')], go))
}

function button(links, rel, content, go) {
  const link = links.find((one) => one.rel === rel)
  const turn = () => {
    const params = new URL(link.href, location.origin).searchParams
    const name = ['after', 'before'].find((one) => params.has(one))
    go(name ? { [name]: params.get(name) } : {})
  }
  return element('button', { class: 'button', type: 'button', disabled: !link, on: { click: turn } }, ...content)
}
