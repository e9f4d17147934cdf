// bench.js: the map bench: makes the parts and hands each what it needs.
//
// Contract with the editor (./editor/editor.js):
//   new Editor({map, api, me, codes, i18n, host})   start('parcel'|'zone'|'edit'|'split'|'merge')  stop()  undo()  redo()
//   editor.events: 'tool' {tool|null}, 'history' {canUndo, canRedo}
//   host.features('parcels')  GeoJSON features around while busy, neighbours for snapping; the map draws tiles
//   host.selected()           promise of {parcel, zones, stage}: the selected parcel, all its zones, the stage of those that are shown
//   host.refresh(uid)         load everything anew after a save and select that parcel ('' selects none)
//   host.status(text)         say something in the status line
//   host.panel()              an element in the inspector (on a phone: in the sheet) that is the editor's while busy
//   host.setBusy(bool)        while busy a click on a parcel belongs to the editor, and all parcels in view are loaded

import { showHeader } from '../header/header.js'
import { Api } from '../ui/api.js'
import { errorBox } from '../ui/boxes.js'
import { i18n } from '../ui/i18n.js'
import { keepPlaceOnLanguageSwitch } from '../ui/language-form.js'
import { Store } from '../ui/store.js'
import { States } from '../ui/states.js'
import { Bench } from './bench-parts.js'
import { createMap, showCoordinates } from './map.js'

const SAID_MS = 8000
const api = new Api()
const store = new Store()
let said = 0

function toSignIn() {
  const here = `${location.pathname}${location.search}`
  location.assign(`/sign-in?next=${encodeURIComponent(here)}`)
}

/** Say something in the status line, for a while. */
function say(text) {
  const line = document.getElementById('status')
  line.textContent = text
  clearTimeout(said)
  said = setTimeout(() => line.replaceChildren(), SAID_MS)
}

async function start() {
  const { user: me } = await api.session()
  if (!me) return toSignIn()
  const { data: codes } = await api.get('/api/codes')
  showHeader(me, api, say)
  // The column stands before the map is made, so that the map has its size and its place from the start.
  document.getElementById('inspector').hidden = !store.view.parcel
  const map = createMap(document.getElementById('map'), store.view.place)
  showCoordinates(map, document.getElementById('coordinates'))
  new Bench({ map, api, store, me, codes, states: new States(codes.state), i18n, say }).open()
}

async function tryToStart() {
  const box = document.getElementById('list-end')
  box.replaceChildren()
  try {
    await start()
  } catch (problem) {
    if (problem.kind === 'signed-out') return
    box.replaceChildren(errorBox(problem, tryToStart))
    // On a phone the list is behind a tab, and there is no map yet.
    document.getElementById('bench').dataset.tab = 'list'
  }
}

api.events.addEventListener('signed-out', toSignIn, { once: true })
keepPlaceOnLanguageSwitch()
tryToStart()
