// print-dialog.js: paper, direction, scale and title beside the sheet as it will be printed.

import { errorBox } from '../../../ui/boxes.js'
import { element, svg } from '../../../ui/dom.js'
import { gettext, interpolate, number, pick } from '../../../ui/i18n.js'
import { page } from '../../../ui/page.js'
import { groupName } from '../../../ui/states.js'
import { baseMaps } from '../../base/base-map.js'
import { button, field, select } from '../../editor/controls.js'
import { zoneClass } from '../../styles.js'
import { loadContent, MOST } from './content.js'
import { drawMap } from './drawing.js'
import { barPlace, grid, head, legend, north, scaleBar, sources } from './furniture.js'
import { fittingScale, Ground, layoutOf, PAPER_NAMES, SCALES } from './paper.js'

export class PrintDialog {
  #world
  #choice = { paper: 'a4', isLandscape: true, scale: 0, title: '' }
  #preview = element('div', { class: 'print-preview', 'aria-busy': 'true' })
  #note = element('p', { class: 'looking-note', role: 'status' })
  #sheet = element('div', { class: 'print-sheet', 'aria-hidden': 'true' })
  #abort = new AbortController()
  #dialog

  constructor(world) {
    this.#world = world
    this.#choice.title = [gettext('Parcel map'), pick(world.me.area, 'name')].filter(Boolean).join(' · ')
    const close = button(gettext('Close'), () => this.#dialog.close())
    this.#go = button(gettext('Print'), () => print(), { kind: 'main' })
    this.#dialog = element('dialog', { class: 'print-dialog', 'aria-labelledby': 'print-title', on: { close: () => this.#end() } },
      element('div', { class: 'print-choices' }, element('h2', { id: 'print-title', tabindex: '-1' }, gettext('Print to scale')), ...this.#fields(), this.#note, element('div', { class: 'looking-bar' }, this.#go, close)), this.#preview)
    document.body.append(this.#dialog, this.#sheet)
    document.body.classList.add('has-sheet')
    this.#dialog.showModal()
    this.#draw()
  }

  #go

  #fields() {
    const { paper, isLandscape, title } = this.#choice
    const set = (name, read = (value) => value) => (value) => {
      this.#choice[name] = read(value)
      this.#draw()
    }
    const scales = [['0', gettext('As the view fits')], ...SCALES.map((scale) => [String(scale), `1:${number(scale)}`])]
    const input = element('input', { id: 'print-name', class: 'input', maxlength: 80, value: title, on: { change: ({ target }) => set('title')(target.value.trim()) } })
    return [
      field(gettext('Paper'), select('print-paper', PAPER_NAMES.map((name) => [name, name.toUpperCase()]), paper, set('paper'))),
      field(gettext('Direction'), select('print-direction', [['1', gettext('Landscape')], ['', gettext('Portrait')]], isLandscape ? '1' : '', set('isLandscape', Boolean))),
      field(gettext('Scale'), select('print-scale', scales, '0', set('scale', Number))),
      field(gettext('Title'), input),
    ]
  }

  /** Load and draw anew; a newer choice overtakes an older one. */
  async #draw() {
    this.#abort.abort()
    this.#abort = new AbortController()
    const { signal } = this.#abort
    this.#wait(true)
    try {
      const layout = layoutOf(this.#choice.paper, this.#choice.isLandscape)
      const ground = this.#ground(layout)
      const content = await loadContent(this.#world, ground, signal)
      if (signal.aborted) return
      this.#show(layout, ground, content)
      this.#wait(false)
    } catch (problem) {
      if (problem.name === 'AbortError' || signal.aborted) return
      this.#fail(problem)
    }
  }

  #fail(problem) {
    if (!problem.kind) throw problem
    this.#preview.setAttribute('aria-busy', 'false')
    this.#preview.replaceChildren(errorBox(problem, () => this.#draw()))
    this.#note.textContent = ''
  }

  #wait(is) {
    this.#preview.setAttribute('aria-busy', String(is))
    this.#go.disabled = is
    if (is) this.#note.textContent = gettext('Drawing the sheet…')
  }

  #ground(layout) {
    const { map } = this.#world
    const bounds = map.getBounds()
    const box = { west: bounds.getWest(), south: bounds.getSouth(), east: bounds.getEast(), north: bounds.getNorth() }
    const { lng, lat } = map.getCenter()
    return new Ground([lng, lat], this.#choice.scale || fittingScale(box, layout), layout.map)
  }

  #show(layout, ground, content) {
    const { width, height, map } = layout
    const inside = svg('svg', { x: map.x, y: map.y, width: map.width, height: map.height, viewBox: `0 0 ${map.width} ${map.height}`, class: 'sheet-map' },
      svg('rect', { class: 'sheet-land', width: map.width, height: map.height }), ...drawMap(ground, content),
      ...(content.hidden.includes('grid') ? [] : grid(ground, map)), ...north(map))
    const sheet = svg('svg', { class: 'sheet', viewBox: `0 0 ${width} ${height}`, width: `${width}mm`, height: `${height}mm`, 'data-scale': ground.scale },
      svg('rect', { class: 'sheet-paper', width, height }), ...head(layout, this.#choice.title), inside, svg('rect', { class: 'sheet-border', x: map.x, y: map.y, width: map.width, height: map.height }),
      ...legend(layout, this.#entries(content)), ...scaleBar(ground, ...barPlace(layout)),
      ...sources(layout, [page.attribution, content.base.images.length ? this.#world.base.attribution : '', leftOut(content)]))
    this.#sheet.className = `print-sheet is-${this.#choice.paper}-${this.#choice.isLandscape ? 'landscape' : 'portrait'}`
    this.#sheet.replaceChildren(sheet)
    const shown = sheet.cloneNode(true)
    shown.setAttribute('role', 'img')
    shown.setAttribute('aria-label', gettext('The sheet as it will be printed'))
    this.#preview.replaceChildren(shown)
    this.#note.textContent = [interpolate(gettext('Scale 1:%(scale)s'), { scale: number(ground.scale) }), leftOut(content), this.#baseOut(content)].filter(Boolean).join(' · ')
  }

  /** Say that the sheet has no base map, or not all of it. */
  #baseOut({ base }) {
    if (base.isWhole) return ''
    const title = pick(baseMaps.find(({ id }) => id === this.#world.store.view.base), 'title')
    const words = base.images.length
      ? gettext('Parts of the base map “%(title)s” cannot be loaded: their places on the sheet are empty.')
      : gettext('The base map “%(title)s” cannot be loaded: the sheet is without it.')
    return interpolate(words, { title })
  }

  /** What the legend names: the classes that are on the sheet. */
  #entries({ parcels, zones, look }) {
    const present = new Set(parcels.map(({ properties }) => look.keyOf(properties)))
    const states = look.legend.filter(({ key }) => present.has(key)).map(({ key, words }) => ({ key, words: words || groupName(key) }))
    if (!look.hasZones) return states
    const groups = new Set(zones.map(({ properties }) => properties.zone_group))
    const rows = this.#world.codes.zone_group.filter(({ code }) => groups.has(code))
    return [...states, ...rows.map((row) => ({ key: zoneClass(row.code).replace('is-', ''), words: pick(row, 'name') }))]
  }

  #end() {
    this.#abort.abort()
    this.#dialog.remove()
    this.#sheet.remove()
    document.body.classList.remove('has-sheet')
  }
}

/** Say plainly that a sheet does not hold everything. */
function leftOut({ more }) {
  return more ? interpolate(gettext('More than %(most)s parcels: not all of them are drawn'), { most: number(MOST) }) : ''
}
