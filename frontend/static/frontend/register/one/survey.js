// survey.js: what was found on the land: soil, water, access, ready or not, and the pictures of it.

import { labelPlace } from '../../map/shapes.js'
import { element, icon } from '../../ui/dom.js'
import { gettext, interpolate, shortDate } from '../../ui/i18n.js'
import { dayHint, dayText, optionsOf, today } from '../asks.js'
import { actionButton, Card, facts } from './card.js'
import { pointText } from '../point-field.js'

export class Survey extends Card {
  constructor(page) {
    super(page, 'survey')
  }

  isShown() {
    return this.page.reads('surveys')
  }

  /** The newest visit counts; one that waits to be sent has its day as it was typed, in whatever way. */
  get #last() {
    const { surveys } = this.page.rows
    return surveys.findLast(({ isWaiting }) => isWaiting) ?? surveys.toSorted((a, b) => a.visited_on.localeCompare(b.visited_on)).at(-1)
  }

  contents() {
    const { page } = this
    const last = this.#last
    const add = !page.isClosed && actionButton(gettext('Add'), page.whyNot('create', 'surveys'), () => this.#edit({}), { glyph: icon('plus'), name: gettext('Add a survey') })
    if (!last) return [this.headline(gettext('Survey'), add), element('p', { class: 'quiet' }, gettext('Nobody has been there yet.')), this.#photos()]
    const change = !page.isClosed && actionButton(gettext('Change'), page.whyNot('update', 'surveys'), () => this.#edit(last), { name: gettext('Change the survey') })
    const ready = last.ready
      ? element('span', { class: 'tag tag-good' }, icon('check'), gettext('ready'))
      : element('span', { class: 'tag tag-bad' }, icon('x'), gettext('not ready'))
    const waits = last.isWaiting && element('span', { class: 'tag' }, icon('cloud-upload'), gettext('waits to be sent'))
    const who = [shortDate(last.visited_on), last.visited_by].filter(Boolean).join(' · ')
    return [this.headline(gettext('Survey'), ready, waits, element('span', { class: 'quiet' }, who), change, add), this.#facts(last), this.#photos()]
  }

  #facts(row) {
    const { page } = this
    const at = row.location && element('a', { href: mapAt(row.location) }, pointText(row.location))
    return facts([
      [gettext('Soil'), page.name('soil', row.soil)],
      [gettext('Water'), page.name('water_source', row.water_source)],
      [gettext('Access'), row.access],
      [gettext('Risk of flood'), page.name('flood_risk', row.flood_risk)],
      [gettext('Crops now'), row.crops_now],
      [gettext('Animals now'), row.animals_now],
      [gettext('Place'), at],
      [gettext('Reasons'), row.reasons],
    ])
  }

  #photos() {
    const photos = (this.page.rows.attachments ?? []).filter((row) => row.kind === 'SITE_PHOTO')
    if (!photos.length) return null
    const picture = (row) => {
      const image = element('img', { src: `/api/attachments/${row.uid}/thumbnail`, alt: interpolate(gettext('Picture of the land, %(date)s'), { date: shortDate(row.taken_at ?? row.created_at) }), loading: 'lazy' })
      image.addEventListener('error', () => image.closest('li').remove())
      return element('li', {}, element('a', { href: `/api/attachments/${row.uid}/file` }, image))
    }
    return element('ul', { class: 'photos' }, ...photos.map(picture))
  }

  #edit(row) {
    const { page } = this
    const choice = (name, list, label, isNeeded = false) => ({ name, kind: 'select', label, options: optionsOf(page.codes[list]), value: row[name], required: isNeeded })
    const text = (name, label) => ({ name, label, value: row[name] ?? '' })
    this.ask({
      title: row.uid ? gettext('Change the survey') : gettext('A visit to the land'),
      label: gettext('Save'),
      fields: [
        { name: 'visited_on', kind: 'date', label: gettext('Visited on'), value: row.uid ? dayText(row.visited_on) : today(), required: true, hint: dayHint() },
        { name: 'visited_by', label: gettext('Visited by'), value: row.visited_by ?? page.me.name, required: true },
        { name: 'ready', kind: 'yesno', label: gettext('Is the land ready?'), value: row.ready, required: true },
        { name: 'location', kind: 'point', label: gettext('Place (latitude, longitude)'), value: row.location ?? this.#here(), required: true },
        choice('soil', 'soil', gettext('Soil')), choice('water_source', 'water_source', gettext('Water')),
        choice('flood_risk', 'flood_risk', gettext('Risk of flood')), text('access', gettext('Access')),
        text('crops_now', gettext('Crops now')), text('animals_now', gettext('Animals now')),
        { name: 'reasons', kind: 'words', label: gettext('Reasons'), value: row.reasons, rows: 2 },
      ],
      save: (values, changed) => (row.uid ? page.resurvey(row.uid, changed) : page.survey(values)),
    })
  }

  /** A place inside the first drawn parcel. */
  #here() {
    const drawn = this.page.parcels.find((parcel) => parcel.geometry)
    return drawn ? { type: 'Point', coordinates: labelPlace(drawn.geometry).at } : null
  }

  end() {
    const last = this.#last
    if (this.page.whyNot('create', 'surveys')) return this.node.focus()
    this.#edit(last && !last.ready ? last : {})
  }
}

/** The bench at a place. */
export function mapAt({ coordinates: [lon, lat] }) {
  return `/?at=${lat.toFixed(6)},${lon.toFixed(6)},17`
}
