// saved.js: searches of the list that the reader has given a name. Each is the search part of the list's address.

import { element, icon } from '../../ui/dom.js'
import { errorBox } from '../../ui/boxes.js'
import { gettext, interpolate } from '../../ui/i18n.js'
import { readView, writeView } from './view.js'

const MOST_LETTERS = 80

export class SavedFilters {
  #api
  #view
  #say
  #node = document.getElementById('saved')

  constructor({ api, say }, view) {
    this.#api = api
    this.#view = view
    this.#say = say
    this.#node.addEventListener('toggle', ({ newState }) => newState === 'open' && this.#open())
  }

  async #open() {
    try {
      const { data } = await this.#api.get('/api/filters')
      this.#show(data.items)
    } catch (problem) {
      if (!problem.kind) throw problem
      this.#node.replaceChildren(errorBox(problem, () => this.#open()))
    }
  }

  #show(filters) {
    const list = filters.length
      ? element('ul', { class: 'saved-list' }, ...filters.map((one) => this.#row(one)))
      : element('p', { class: 'box-quiet' }, gettext('Filter the list, then keep it here under a name.'))
    this.#node.replaceChildren(element('h2', {}, gettext('Saved searches')), list, this.#form())
  }

  #row({ id, name, query }) {
    const use = () => {
      this.#view.set({ ...readView(query), place: {} })
      this.#node.hidePopover()
    }
    const drop = { class: 'icon-button', type: 'button', 'aria-label': interpolate(gettext('Delete the saved search %(name)s'), { name }), on: { click: () => this.#drop(id) } }
    return element('li', {}, element('button', { class: 'saved-use', type: 'button', on: { click: use } }, icon('bookmark'), name), element('button', drop, icon('x')))
  }

  #form() {
    const name = element('input', { id: 'saved-name', class: 'input', name: 'name', required: true, maxlength: MOST_LETTERS, autocomplete: 'off' })
    const keep = (event) => {
      event.preventDefault()
      this.#keep(name.value.trim())
    }
    return element(
      'form',
      { class: 'saved-form', on: { submit: keep } },
      element('label', { for: name.id }, gettext('Name of the present search')),
      element('div', { class: 'saved-row' }, name, element('button', { class: 'button button-main', type: 'submit' }, gettext('Keep'))),
    )
  }

  async #keep(name) {
    if (name) await this.#change('POST', '/api/filters', { name, query: writeView({ ...this.#view.now, place: {} }).slice(1) })
  }

  #drop(id) {
    return this.#change('DELETE', `/api/filters/${id}`)
  }

  async #change(method, path, body = null) {
    try {
      await this.#api.send(method, path, body)
      await this.#open()
      this.#node.querySelector('input').focus()
    } catch (problem) {
      if (!problem.kind) throw problem
      this.#say(problem.detail || problem.title)
    }
  }
}
