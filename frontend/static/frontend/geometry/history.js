// history.js: undo and redo by snapshots, without end. States are never altered in place, so a snapshot is a reference.

export class History {
  #states
  #position = 0

  /** `kept` is what `toKeep` gave: steps that were taken earlier, when the present one is among them. */
  constructor(initial, kept = null) {
    const fits = kept?.states?.[kept.position] !== undefined
    this.#states = fits ? kept.states : [initial]
    this.#position = fits ? kept.position : 0
  }

  /** The steps as data: at most `most` before and after the present one. */
  toKeep(most = Infinity) {
    const first = Math.max(0, this.#position - most)
    return { states: this.#states.slice(first, this.#position + most + 1), position: this.#position - first }
  }

  get current() { return this.#states[this.#position] }

  get canUndo() { return this.#position > 0 }

  get canRedo() { return this.#position < this.#states.length - 1 }

  /** Keep a new state; whatever was undone before it is forgotten. */
  push(state) {
    this.#states = [...this.#states.slice(0, this.#position + 1), state]
    this.#position += 1
    return state
  }

  /** Change the present state without a step of its own (a choice that nobody would want to undo). */
  amend(state) {
    this.#states[this.#position] = state
    return state
  }

  undo() {
    if (this.canUndo) this.#position -= 1
    return this.current
  }

  redo() {
    if (this.canRedo) this.#position += 1
    return this.current
  }
}
