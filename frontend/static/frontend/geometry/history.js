// history.js: undo and redo by snapshots, without end. States are never altered in place, so a snapshot is a reference.

export class History {
  #states
  #position = 0

  constructor(initial) {
    this.#states = [initial]
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
