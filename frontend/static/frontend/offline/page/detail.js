// detail.js: an item that asks for no choice: what it is, why it was not taken, and what can be done with it.

import { element, icon } from '../../ui/dom.js'
import { gettext } from '../../ui/i18n.js'
import { saveFile } from '../export.js'
import { valuesOf } from '../merging.js'
import { fieldName, kindName, moment, stateName } from '../words.js'
import { valueWords } from './values.js'

export function detailOf(world, item, state) {
  const nodes = [
    element('h2', { tabindex: '-1' }, `${kindName(item.kind)} ${item.title}`),
    element('p', { class: 'quiet' }, `${stateName(state)} · ${moment(item.sent_at ?? item.made_at)}`),
    item.problem && state !== 'waiting' && reason(item.problem),
    contents(world, item),
    state !== 'sent' && actions(world, item, state),
  ]
  return element('div', { class: 'outbox-one' }, ...nodes)
}

function reason({ title, detail, findings, code, reference }) {
  const list = (findings ?? []).map(({ message, path }) => element('li', {}, message ?? path))
  return element(
    'div', { class: 'box box-bad', role: 'alert' },
    element('p', { class: 'box-title' }, icon('circle-alert'), title),
    detail && detail !== title && element('p', {}, detail),
    list.length > 0 && element('ul', {}, ...list),
    element('p', { class: 'box-quiet' }, [code, reference].filter(Boolean).join(' · ')),
  )
}

function contents(world, { kind, body, blob, params }) {
  if (blob) return picture(blob, params.name)
  if (kind === 'zones' || !body || body.changes) return null
  const rows = Object.entries(valuesOf(body)).filter(([name]) => !['id', 'uid', 'type', 'application'].includes(name))
  return element('dl', { class: 'facts' }, ...rows.map(([name, value]) => element('div', {}, element('dt', {}, fieldName(name)), element('dd', {}, valueWords(world.codes, name, value)))))
}

function picture(blob, name) {
  const address = URL.createObjectURL(blob)
  const image = element('img', { class: 'outbox-picture', src: address, alt: name })
  image.addEventListener('load', () => URL.revokeObjectURL(address))
  return image
}

function actions({ outbox, say }, item, state) {
  const { kind, row, seq } = item
  const place = { parcel: '/?parcel=', zones: '/?parcel=', survey: '/applications/' }[kind]
  const again = () => outbox.change(seq, { state: 'waiting', next_at: 0, problem: null })
  const drop = async () => {
    if (confirm(gettext('Throw this away? It was never sent.'))) await outbox.drop(item)
  }
  return element(
    'div', { class: 'outbox-actions' },
    ['refused', 'retry'].includes(state) && button(gettext('Try again'), 'refresh-cw', again, 'button button-main'),
    place && element('a', { class: 'button', href: `${place}${row.split('/')[1]}` }, icon('map'), gettext('Open')),
    button(kind === 'photo' ? gettext('Save the picture') : gettext('Save as GeoJSON'), 'download', () => { saveFile(item); say(gettext('Saved in your downloads.')) }),
    state !== 'sending' && button(gettext('Throw away'), 'trash-2', drop, 'button outbox-drop'),
  )
}

function button(words, glyph, run, className = 'button') {
  return element('button', { class: className, type: 'button', on: { click: run } }, icon(glyph), words)
}
