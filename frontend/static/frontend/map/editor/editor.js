// editor.js: the door of the map editor. The page makes one Editor, starts a tool and listens to `events`.

/**
 * One editor for one map.
 *
 * `events` dispatches CustomEvents: 'tool' {tool: 'parcel'|'zone'|'edit'|null} and 'history' {canUndo, canRedo}.
 */
export class Editor {
  events = new EventTarget()
  #world
  #tool = null

  constructor({ map, api, me, codes, i18n, host }) {
    this.#world = { map, api, me, codes, i18n, host }
  }

  start(tool) {
    this.stop()
    this.#tool = tool
    this.#world.host.setBusy(true)
    this.#tell('tool', { tool })
  }

  stop() {
    if (!this.#tool) return
    this.#tool = null
    this.#world.host.setBusy(false)
    this.#tell('tool', { tool: null })
  }

  undo() {}

  redo() {}

  #tell(name, detail) {
    this.events.dispatchEvent(new CustomEvent(name, { detail }))
  }
}
