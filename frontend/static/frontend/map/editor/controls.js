// controls.js: the controls of the editor's panel.

import { element } from '../../ui/dom.js'

/** A button with words; `kind` is main, plain, danger or quiet. */
export function button(label, onClick, { kind = 'plain', ...rest } = {}) {
  return element('button', { type: 'button', class: `editor-button editor-button-${kind}`, on: { click: onClick }, ...rest }, label)
}

/** A control under its label; `hint` is read with it. */
export function field(label, control, hint = '') {
  const note = hint && element('small', { class: 'editor-hint', id: `${control.id}-hint` }, hint)
  if (note) control.setAttribute('aria-describedby', note.id)
  return element('div', { class: 'editor-field' }, element('label', { for: control.id }, label), control, note)
}

/** A select of [value, label] pairs. */
export function select(id, pairs, value, onChange) {
  const options = pairs.map(([code, label]) => element('option', { value: code, selected: code === value }, label))
  return element('select', { id, on: { change: (event) => onChange(event.target.value) } }, ...options)
}

/** Replace what a container holds; the focus stays on the control with the same id or data-key. */
export function replaceContent(container, ...nodes) {
  const focused = container.contains(document.activeElement) ? nameOf(document.activeElement) : null
  container.replaceChildren(...nodes.filter(Boolean))
  if (!focused) return
  const again = [...container.querySelectorAll('[id], [data-key]')].find((node) => nameOf(node) === focused)
  again?.focus({ preventScroll: true })
}

function nameOf(node) {
  return node.dataset.key ?? (node.id || null)
}
