// steps.js: the five steps as links: each says how much it lacks, any can be opened in any order.

import { element, icon } from '../../ui/dom.js'
import { gettext, interpolate, number } from '../../ui/i18n.js'

export const STEPS = ['applicant', 'land', 'papers', 'consents', 'check']

export function stepNames() {
  return { applicant: gettext('Applicant'), land: gettext('Land'), papers: gettext('Papers'), consents: gettext('Consents'), check: gettext('Check and send') }
}

/** `parts` by name: {lacks, faults, small} of each step. */
export class StepBar {
  node = element('nav', { class: 'flow-steps', 'aria-label': gettext('Steps of the application') })
  #links

  constructor() {
    const names = stepNames()
    this.#links = STEPS.map((name, at) => {
      const mark = element('i', { 'aria-hidden': 'true' }, number(at + 1))
      const small = element('small', {})
      const link = element('a', { href: `#${name}`, 'data-step': name }, mark, element('span', {}, element('b', {}, names[name]), small))
      return { name, at, link, mark, small }
    })
    this.node.append(...this.#links.map(({ link }) => link))
  }

  show(current, parts) {
    for (const { name, at, link, mark, small } of this.#links) {
      const { lacks = 0, faults = 0, small: words = '' } = parts[name].summary()
      const isDone = !lacks && !faults && parts[name].isBegun()
      link.className = faults ? 'is-wrong' : isDone ? 'is-done' : ''
      if (name === current) link.setAttribute('aria-current', 'step')
      else link.removeAttribute('aria-current')
      mark.replaceChildren(faults ? '!' : isDone ? icon('check') : number(at + 1))
      small.replaceChildren([lacks && interpolate(gettext('%(count)s missing'), { count: number(lacks) }), faults && interpolate(gettext('%(count)s wrong'), { count: number(faults) }), words].filter(Boolean).join(' · '))
    }
  }
}
