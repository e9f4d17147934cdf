// dom.js: elements from nodes and text, never from markup, so that no data can become a script.

import { iconSheet } from './page.js'

const SVG = 'http://www.w3.org/2000/svg'

/** An element; `attributes` are set as such (false and null are left out), `on` holds listeners. */
export function element(tag, { on = {}, ...attributes } = {}, ...children) {
  return fill(document.createElement(tag), attributes, on, children)
}

export function svg(tag, attributes = {}, ...children) {
  return fill(document.createElementNS(SVG, tag), attributes, {}, children)
}

function fill(node, attributes, listeners, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== false && value !== null && value !== undefined) node.setAttribute(name, value === true ? '' : value)
  }
  for (const [name, listener] of Object.entries(listeners)) node.addEventListener(name, listener)
  node.append(...children.filter((child) => child !== null && child !== undefined && child !== false))
  return node
}

/** An icon of the sheet in frontend/static/vendor/lucide; it says nothing to a screen reader. */
export function icon(name) {
  return svg('svg', { class: 'icon', 'aria-hidden': 'true' }, svg('use', { href: `${iconSheet}#${name}` }))
}
