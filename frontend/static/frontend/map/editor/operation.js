// operation.js: an editing operation that the server computes: asking what it would change, and saving all or nothing.

import { element } from '../../ui/dom.js'
import { button } from './controls.js'
import { failureNodes } from './findings.js'
import { fileOffer } from './refused-file.js'
import { Saver } from './saving.js'

/** `tool` is a Session; `ask()` of the tool asks anew, after the tool's base was loaded again. */
export class Operation {
  #tool
  #saver
  #isBusy = false

  constructor(tool) {
    this.#tool = tool
    this.#saver = new Saver(tool.world.api)
  }

  /** The server's preview, or null when it refused; the panel says why. */
  preview(name, body) {
    return this.#once(this.#words.computing, async () => (await this.#tool.world.api.send('POST', `/api/geometry/${name}`, body)).data)
  }

  get #words() {
    const { gettext } = this.#tool.world.i18n
    return { computing: gettext('Computing…'), saving: gettext('Saving…') }
  }

  /** `changes`: what is lost when it fails, none of a question. */
  async #once(words, work, changes = null) {
    if (this.#isBusy) return null
    this.#isBusy = true
    this.#tool.panel.say(words, 'good')
    try {
      const found = await work()
      this.#tool.panel.say('')
      return found
    } catch (error) {
      this.#tool.panel.say([...failureNodes(this.#tool.world, error), ...this.#wayOn(error), ...this.#file(error, changes)])
      return null
    } finally {
      this.#isBusy = false
    }
  }

  #file(error, changes) {
    const { world, draft, base } = this.#tool
    const item = () => ({ kind: 'parcel', title: draft.title, row: `parcels/${base.id}`, base, body: { changes } })
    return changes ? fileOffer(world, error, item) : []
  }

  /** Somebody was faster: what is there now is loaded, and the operation computed for that. */
  #wayOn(error) {
    if (error.status !== 412) return []
    const { gettext } = this.#tool.world.i18n
    return [element('p', {}, button(gettext('Compute again'), () => this.#again(), { id: 'editor-again', kind: 'main' }))]
  }

  async #again() {
    const { api } = this.#tool.world
    const parcel = await this.#once(this.#words.computing, () => api.item('parcels', this.#tool.base.id))
    if (!parcel) return
    this.#tool.base = parcel
    this.#tool.ask()
  }

  /** Save the changes; the draft stays until the server has confirmed them. `uid` is the parcel to show then. */
  async save(changes, uid) {
    const done = await this.#once(this.#words.saving, () => this.#saver.saveAll(changes), changes)
    if (!done) return
    this.#tool.say(this.#tool.world.i18n.gettext('Saved.'))
    this.#tool.confirmed(uid)
  }
}

/** What else would change, in lines: what happens to neighbours (`said`, or that they get corners), those that stay, zones. */
export function effects({ gettext, ngettext, interpolate }, { changes, outside }, own, said = null) {
  const count = (collection, test) => changes.filter((one) => one.collection === collection && test(one)).length
  const neighbours = count('parcels', ({ action, id }) => action === 'update' && id !== own)
  const zones = count('zones', () => true)
  const line = (words, number) => number > 0 && interpolate(words, { count: number }, true)
  const lines = [
    said ?? line(ngettext('%(count)s neighbour gets the new corners, so that the border stays shared.', '%(count)s neighbours get the new corners, so that the borders stay shared.', neighbours), neighbours),
    line(ngettext('%(count)s zone goes along.', '%(count)s zones go along.', zones), zones),
    line(ngettext('%(count)s neighbour outside your area stays as it is.', '%(count)s neighbours outside your area stay as they are.', outside), outside),
  ].filter(Boolean)
  return lines.length ? element('ul', { class: 'editor-effects', 'aria-label': gettext('What else changes') }, ...lines.map((words) => element('li', {}, words))) : null
}
