// flow.js: the page that registers an application in one flow, a new one or one that was begun.

import { newUid } from '../../map/editor/identity.js'
import { skeletons } from '../../ui/boxes.js'
import { element, icon } from '../../ui/dom.js'
import { gettext, interpolate } from '../../ui/i18n.js'
import { page as about } from '../../ui/page.js'
import { may, start } from '../start.js'
import { ApplicantStep } from './applicant-step.js'
import { Aside } from './aside.js'
import { CheckStep } from './check-step.js'
import { ConsentsStep } from './consents-step.js'
import { Begun } from './draft.js'
import { LandStep } from './land-step.js'
import { PapersStep } from './papers-step.js'
import { tambonOf } from './places.js'
import { Registration } from './registration.js'
import { SavedLine } from './saved-line.js'
import { StepBar, stepNames, STEPS } from './steps.js'

const main = document.getElementById('flow')
const OPEN = ['DRAFT', 'RETURNED']

/** The steps, of which one is open; the head and what stands beside it. */
class Page {
  #flow
  #steps
  #bar = new StepBar()
  #saved
  #aside
  #head = element('div', { class: 'page-head' })
  #title = element('h1', {})
  #about = element('p', { class: 'page-note' })
  #foot = element('div', { class: 'flow-foot' })
  #isDue = false

  constructor(flow) {
    this.#flow = flow
    this.#steps = { applicant: new ApplicantStep(flow), land: new LandStep(flow), papers: new PapersStep(flow), consents: new ConsentsStep(flow), check: new CheckStep(flow) }
    this.#saved = new SavedLine(flow)
    this.#aside = new Aside(flow)
    this.#head.append(element('div', {}, this.#title, this.#about), element('div', { class: 'page-actions' }, this.#saved.node))
    const open = element('div', { class: 'column' }, ...STEPS.map((name) => this.#steps[name].node), this.#foot)
    main.replaceChildren(this.#head, this.#bar.node, element('div', { class: 'two-columns' }, open, this.#aside.node))
    flow.events.addEventListener('change', () => this.#soon())
    addEventListener('hashchange', () => this.#open())
    this.#show()
    this.#open(false)
    main.setAttribute('aria-busy', 'false')
    this.#steps.consents.goOn()
  }

  get #current() {
    const name = location.hash.slice(1)
    return STEPS.includes(name) ? name : STEPS[0]
  }

  /** Many changes in one breath are shown once. */
  #soon() {
    if (this.#isDue) return
    this.#isDue = true
    queueMicrotask(() => {
      this.#isDue = false
      this.#show()
    })
  }

  #show() {
    for (const step of Object.values(this.#steps)) step.render()
    this.#bar.show(this.#current, this.#steps)
    if (this.#current === 'check') this.#showFoot('check')
    this.#saved.show()
    this.#aside.show()
    this.#name()
  }

  #name() {
    const { applicant, application, isStored } = this.#flow
    const name = applicant.text('name_th')
    this.#title.textContent = name ? interpolate(gettext('Application of %(name)s'), { name }) : gettext('New application')
    const place = this.#flow.places.find(([code]) => code === application.tambon)?.[1]
    const number = isStored ? application.no : gettext('The number is given when it is stored')
    this.#about.replaceChildren([number, isStored && this.#flow.states.nameOf(application.state), isStored && place].filter(Boolean).join(' · '))
  }

  #open(isMoved = true) {
    const current = this.#current
    for (const name of STEPS) this.#steps[name].node.hidden = name !== current
    this.#bar.show(current, this.#steps)
    this.#showFoot(current)
    document.querySelector('.header-here').textContent = `${stepNames()[current]} ${STEPS.indexOf(current) + 1}/${STEPS.length}`
    if (!isMoved) return
    scrollTo({ top: 0 })
    this.#steps[current].node.focus({ preventScroll: true })
  }

  #showFoot(current) {
    const at = STEPS.indexOf(current)
    const names = stepNames()
    const back = at > 0 && element('a', { class: 'button', href: `#${STEPS[at - 1]}` }, icon('chevron-left'), names[STEPS[at - 1]])
    const next = at < STEPS.length - 1 && element('a', { class: 'button button-main', href: `#${STEPS[at + 1]}` }, interpolate(gettext('Next: %(step)s'), { step: names[STEPS[at + 1]] }), icon('arrow-right'))
    const send = !next && element('span', { class: 'flow-at-thumb' }, this.#steps.check.button())
    const free = element('span', { class: 'flow-free' }, gettext('You may leave at any time; nothing is lost.'))
    this.#foot.replaceChildren(...[back, free, next, send].filter(Boolean))
  }
}

/** Go on with one of the server. Where it has gone further, its own page says so. */
async function goOn(world, places) {
  const flow = new Registration(world, about.uid, places)
  await flow.resume()
  if (OPEN.includes(flow.application.state)) new Page(flow)
  else location.replace(`/applications/${about.uid}`)
}

async function begin(world, places) {
  const begun = new Begun(world.me.username)
  const isKnown = begun.uid && (await found(world.api, `/api/applications/${begun.uid}`))
  if (isKnown) begun.uid = null
  begun.uid ??= newUid()
  const flow = new Registration(world, begun.uid, places)
  flow.begin(await personOf(world, flow))
  const stored = () => {
    begun.uid = null
    history.replaceState(null, '', `/applications/${flow.uid}/edit${location.hash}`)
  }
  flow.events.addEventListener('stored', stored, { once: true })
  new Page(flow)
}

/** Who it is for, where that is known: a stored draft's, that of an older application, or the household itself. */
async function personOf({ api, me }, flow) {
  const from = new URLSearchParams(location.search).get('from')
  const older = from && (await found(api, `/api/applications/${from}`))
  const uid = older?.applicant ?? flow.draft.about.applicant
  if (uid) return found(api, `/api/applicants/${uid}`)
  if (may(me, 'create', 'applicants')) return null
  return (await api.get('/api/applicants', { limit: 1 })).data.items[0] ?? null
}

async function found(api, path) {
  try {
    return (await api.get(path)).data
  } catch (problem) {
    if (problem.kind === 'missing') return null
    throw problem
  }
}

main.replaceChildren(...['head', 'tall'].map((size) => skeletons(1, `card-skeleton is-${size}`)[0]))
start(main, async (world) => {
  const places = await tambonOf(world.api, world.me)
  await (about.uid ? goOn(world, places) : begin(world, places))
})
