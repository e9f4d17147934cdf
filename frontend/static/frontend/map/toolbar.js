// toolbar.js: the tools over the map. A tool that cannot start stays visible, greyed, and says why.

import { refuse, whyNoTool } from './rights.js'

/** `events` dispatches 'start' {tool}, 'stop', 'undo', 'redo', 'refused' {reason}. */
export class Toolbar {
  events = new EventTarget()
  #node = document.getElementById('tools')
  #draw = document.getElementById('phone-draw')
  #me
  #selected = null

  constructor(me) {
    this.#me = me
    this.#node.addEventListener('click', (event) => this.#press(event.target.closest('button')))
    this.#draw.addEventListener('click', () => this.#start('parcel'))
    this.select(null)
  }

  #press(button) {
    if (!button) return
    const { tool, step } = button.dataset
    if (step) this.#tell(step)
    else if (tool) this.#start(tool)
    else this.#tell('stop')
  }

  #start(tool) {
    const reason = whyNoTool(this.#me, tool, this.#selected)
    this.#tell(reason ? 'refused' : 'start', { tool, reason })
  }

  #tell(name, detail = {}) {
    this.events.dispatchEvent(new CustomEvent(name, { detail }))
  }

  /** The selected parcel decides which tools can start. */
  select(parcel) {
    this.#selected = parcel
    for (const button of this.#toolButtons()) {
      if (button.dataset.tool) refuse(button, whyNoTool(this.#me, button.dataset.tool, parcel))
    }
    refuse(this.#draw, whyNoTool(this.#me, 'parcel', parcel))
  }

  /** Press the button of the running tool, or Select for null. */
  showTool(tool) {
    for (const button of this.#toolButtons()) button.setAttribute('aria-pressed', String(button.dataset.tool === (tool ?? '')))
  }

  showHistory({ canUndo, canRedo }) {
    this.#node.querySelector('[data-step="undo"]').disabled = !canUndo
    this.#node.querySelector('[data-step="redo"]').disabled = !canRedo
  }

  #toolButtons() {
    return this.#node.querySelectorAll('[data-tool]')
  }
}
