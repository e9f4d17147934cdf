// refused.js: why a file cannot be shown.

/** `because`: kind, size, empty, many, text, broken, degrees or crs. */
export class FileRefused extends Error {
  constructor(because) {
    super(because)
    this.because = because
  }
}

/** An XML document. Throws FileRefused for what is none, and for one with entities of its own. */
export function parseXml(text, root) {
  if (/<!(DOCTYPE|ENTITY)/i.test(text)) throw new FileRefused('broken')
  const xml = new DOMParser().parseFromString(text, 'application/xml')
  const isWhole = !xml.querySelector('parsererror') && xml.documentElement.localName === root
  if (!isWhole) throw new FileRefused('broken')
  return xml
}

/** Elements of a name in any namespace: files are not strict about theirs. */
export function all(node, name) {
  return [...node.getElementsByTagNameNS('*', name)]
}

export function childText(node, name) {
  return [...node.children].find(({ localName }) => localName === name)?.textContent.trim() ?? ''
}
