// editor.js: the door of the map editor. The page makes one Editor, starts a tool and listens to `events`.

import { Outbox } from '../../offline/outbox.js'
import { DraftBanner } from './draft-banner.js'
import { DraftStore } from './draft-store.js'
import { MergeTool, mergeDraft } from './merge-tool.js'
import { rememberTambons } from './places.js'
import { editParcelDraft, newParcelDraft, ShapeTool } from './shape-tool.js'
import { SplitTool, splitDraft } from './split-tool.js'
import { ZoneTool, zoneDraft } from './zone-tool.js'

const TOOLS = { parcel: ShapeTool, edit: ShapeTool, zone: ZoneTool, split: SplitTool, merge: MergeTool }
const DRAFTS = { edit: editParcelDraft, zone: zoneDraft, split: splitDraft, merge: mergeDraft }

/**
 * One editor for one map.
 *
 * `events` dispatches CustomEvents: 'tool' {tool: 'parcel'|'zone'|'edit'|'split'|'merge'|null} and 'history' {canUndo, canRedo}.
 * `host`: features(collection), selected() → promise of {parcel, zones (all), stage}, refresh(uid), status(words), panel(), setBusy(is).
 */
export class Editor {
  events = new EventTarget()
  #world
  #banner
  #session = null

  constructor({ map, api, me, codes, i18n, host }) {
    const drafts = new DraftStore(me.username)
    const onHistory = (detail) => this.#tell('history', detail)
    const outbox = new Outbox(me.username)
    this.#world = { map, api, me, codes, i18n, host, drafts, outbox, onHistory, onEnd: () => this.stop(), onNext: (tool, begun) => this.start(tool, begun) }
    this.#banner = new DraftBanner(this.#world, (draft) => this.#begin(draft))
    this.#banner.show()
    if (me.rights?.parcels?.includes('create')) rememberTambons({ api, me })
  }

  /** Start a tool: 'parcel' draws a new one, the others work on the selected parcel. `begun` is what its state has at first. */
  async start(tool, begun = {}) {
    const draft = await this.#newDraft(tool)
    if (draft) this.#begin({ ...draft, state: { ...draft.state, ...begun } })
    else this.#world.host.status(this.#world.i18n.gettext('Choose a parcel first.'))
  }

  /** Begin a new parcel with coordinates of polygons that were found elsewhere. */
  take(polygons) {
    this.#begin(newParcelDraft(this.#world, polygons))
    this.#session.amend({}) // kept on this device as if it had been drawn
  }

  async #newDraft(tool) {
    if (tool === 'parcel') return newParcelDraft(this.#world)
    const { parcel, zones, stage } = await this.#world.host.selected()
    return parcel ? DRAFTS[tool](parcel, zones, stage) : null
  }

  #begin(draft) {
    this.stop()
    this.#world.host.setBusy(true)
    this.#banner.hide()
    this.#session = new TOOLS[draft.tool](this.#world, draft)
    const { canUndo, canRedo } = this.#session.history
    this.#tell('tool', { tool: draft.tool })
    this.#tell('history', { canUndo, canRedo })
  }

  /** Leave the tool; what was drawn waits on this device. */
  stop() {
    if (!this.#session) return
    this.#session.stop()
    this.#session = null
    this.#world.host.setBusy(false)
    this.#tell('tool', { tool: null })
    this.#tell('history', { canUndo: false, canRedo: false })
    this.#banner.show()
  }

  /** Parcels around the drawing were loaded after the tool had begun, or for another part of the map. */
  neighboursCame() { this.#session?.neighboursCame() }

  undo() { this.#session?.undo() }

  redo() { this.#session?.redo() }

  #tell(name, detail) {
    this.events.dispatchEvent(new CustomEvent(name, { detail }))
  }
}
