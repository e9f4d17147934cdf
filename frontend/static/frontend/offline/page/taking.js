// taking.js: areas taken along: which, how large, how old; take another, take one anew, put one away.

import { element, icon } from '../../ui/dom.js'
import { gettext, interpolate, ngettext, number, pick } from '../../ui/i18n.js'
import { fetchPackage } from '../package.js'
import { giveUp, OLD_MS, room, sizeOf, take, takenAreas } from '../take.js'
import { moment, sizeWords } from '../words.js'

export class Taking {
  node = element('section', { class: 'taking', 'aria-labelledby': 'taking-title' })
  #api
  #me
  #amphoe = element('select', { class: 'input', 'aria-label': gettext('Amphoe'), on: { change: () => this.#fill(this.#tambon, this.#amphoe.value) } })
  #tambon = element('select', { class: 'input', 'aria-label': gettext('Tambon'), on: { change: () => this.#showSize() } })
  #size = element('p', { class: 'quiet', role: 'status' })
  #take = element('button', { class: 'button', type: 'button', disabled: true, on: { click: () => this.#run(this.#tambon.value) } }, icon('download'), gettext('Take along'))
  #package = element('button', { class: 'button', type: 'button', disabled: true, 'aria-describedby': 'package-note', on: { click: () => this.#makePackage(this.#tambon.value) } }, icon('layers'), gettext('For QGIS and QField'))
  #note = element('p', { class: 'quiet', id: 'package-note' }, gettext('For QGIS and QField: a GeoPackage with map, forms and code lists. Keep its name, since its project looks for it.'))
  #list = element('ul', { class: 'taking-list' })
  #room = element('p', { class: 'quiet' })
  #form = element('div', { class: 'taking-form' }, this.#amphoe, this.#tambon, this.#size, this.#take, this.#package, this.#note)

  constructor({ api, me }) {
    this.#api = api
    this.#me = me
    this.node.append(
      element('h2', { id: 'taking-title' }, gettext('Taken along')),
      element('p', { class: 'quiet' }, gettext('The map, the list and the details of these tambons open without a network.')),
      this.#list, this.#form, this.#room,
    )
    this.#begin()
  }

  async #begin() {
    await this.show()
    const { code = '' } = this.#me.area ?? {}
    this.#form.hidden = !navigator.onLine
    if (code.length >= 6) return this.#only(code.slice(0, 6))
    if (code.length === 4) return this.#hideAmphoe(code)
    await this.#fill(this.#amphoe, code || '67')
  }

  #hideAmphoe(code) {
    this.#amphoe.hidden = true
    return this.#fill(this.#tambon, code)
  }

  #only(code) {
    this.#amphoe.hidden = true
    this.#tambon.replaceChildren(element('option', { value: code }, pick(this.#me.area, 'name')))
    return this.#showSize()
  }

  async #fill(select, parent) {
    await this.#ask(async () => {
      const { features } = await this.#api.items('areas', { parent, skipGeometry: true, limit: 200, sortby: 'code' })
      const options = features.map(({ properties }) => element('option', { value: properties.code }, pick(properties, 'name')))
      select.replaceChildren(element('option', { value: '' }, gettext('Choose…')), ...options)
      this.#allow(false)
    })
  }

  async #showSize() {
    const code = this.#tambon.value
    this.#allow(false)
    if (!code) return this.#size.replaceChildren()
    await this.#ask(async () => {
      const { parcels, zones, bytes } = await sizeOf(this.#api, code)
      this.#size.textContent = interpolate(gettext('%(parcels)s parcels, %(zones)s zones, about %(size)s'), { parcels: number(parcels), zones: number(zones), size: sizeWords(bytes) })
      this.#allow(true)
    })
  }

  #allow(is) {
    for (const button of [this.#take, this.#package]) button.disabled = !is
  }

  async #run(code) {
    this.#take.disabled = true
    await this.#ask(async () => {
      await take(this.#api, this.#me.username, code, (part) => { this.#size.textContent = interpolate(gettext('%(percent)s %'), { percent: number(part * 100) }) })
      this.#size.textContent = gettext('It is on this device now.')
    })
    await this.show()
  }

  async #makePackage(code) {
    this.#allow(false)
    await this.#ask(async () => {
      this.#size.textContent = gettext('Making the package…')
      await fetchPackage(this.#api, code, (part) => { this.#size.textContent = interpolate(gettext('Making the package: %(percent)s %'), { percent: number(part * 100) }) })
      this.#size.textContent = gettext('The package is in your downloads.')
    })
    this.#allow(true)
  }

  async #ask(work) {
    try {
      await work()
    } catch (problem) {
      if (!problem.kind) throw problem
      this.#size.textContent = problem.title
    }
  }

  async show() {
    const areas = await takenAreas()
    this.#list.replaceChildren(...areas.map((area) => this.#row(area)))
    const { used, quota, isPersistent } = await room()
    const words = used !== null && interpolate(gettext('This site uses %(used)s of %(quota)s on this device.'), { used: sizeWords(used), quota: sizeWords(quota) })
    const kept = isPersistent ? gettext('The browser will not clear it by itself.') : gettext('The browser may clear it when the device is full.')
    this.#room.textContent = [words, kept].filter(Boolean).join(' ')
  }

  #row({ code, outline, bytes, taken_at: at, parcels }) {
    const isOld = Date.now() - at > OLD_MS
    const name = pick(outline.properties, 'name')
    const count = interpolate(ngettext('%(count)s parcel', '%(count)s parcels', parcels), { count: number(parcels) })
    const age = element('small', { class: isOld ? 'taking-old' : null }, isOld && icon('triangle-alert'), interpolate(isOld ? gettext('from %(time)s: take it anew') : gettext('from %(time)s'), { time: moment(at) }))
    const drop = async () => { await giveUp(code); await this.show() }
    return element(
      'li', {},
      element('div', {}, element('b', {}, name), element('small', {}, `${count} · ${sizeWords(bytes)}`), age),
      element('button', { class: 'icon-button', type: 'button', 'aria-label': interpolate(gettext('Take %(name)s anew'), { name }), on: { click: () => this.#run(code) } }, icon('refresh-cw')),
      element('button', { class: 'icon-button', type: 'button', 'aria-label': interpolate(gettext('Put %(name)s away'), { name }), on: { click: drop } }, icon('trash-2')),
    )
  }
}
