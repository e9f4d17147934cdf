// language-form.js: the switch of language comes back to the place where the reader is, with all that the address says.

export function keepPlaceOnLanguageSwitch() {
  for (const form of document.querySelectorAll('form.language')) {
    form.addEventListener('submit', () => {
      form.elements.next.value = `${location.pathname}${location.search}`
    })
  }
}
