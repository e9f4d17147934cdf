// dom.js: elements made of nodes and textContent only, so that no data can become markup.

/** An element; properties are set as such, `dataset`, `aria` (without the prefix) and `on` (events) as maps. */
export function element(tag, { dataset = {}, aria = {}, on = {}, ...properties } = {}, ...children) {
  const node = Object.assign(document.createElement(tag), properties)
  Object.assign(node.dataset, dataset)
  for (const [name, value] of Object.entries(aria)) node.setAttribute(`aria-${name}`, value)
  for (const [name, listener] of Object.entries(on)) node.addEventListener(name, listener)
  node.append(...children.filter((child) => child !== null && child !== undefined && child !== false))
  return node
}

/** A button with words; `kind` is main, plain, danger or quiet. */
export function button(label, onClick, { kind = 'plain', ...rest } = {}) {
  return element('button', { type: 'button', className: `editor-button editor-button-${kind}`, textContent: label, on: { click: onClick }, ...rest })
}

/** A control under its label; `hint` is read with it. */
export function field(label, control, hint = '') {
  const note = hint && element('small', { className: 'editor-hint', id: `${control.id}-hint`, textContent: hint })
  if (note) control.setAttribute('aria-describedby', note.id)
  return element('div', { className: 'editor-field' }, element('label', { htmlFor: control.id, textContent: label }), control, note)
}

/** A select of [value, label] pairs. */
export function select(id, pairs, value, onChange) {
  const options = pairs.map(([code, label]) => element('option', { value: code, textContent: label, selected: code === value }))
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
