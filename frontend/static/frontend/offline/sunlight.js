// sunlight.js: strong contrast for a phone in the sun, remembered on this device.

const KEY = 'plaeng.sunlight'

/** Show the page as it was left, and let the switch of the account's menu change it. */
export function listenToSunlight() {
  const button = document.getElementById('sunlight')
  const show = (is) => {
    document.documentElement.toggleAttribute('data-sunlight', is)
    button?.setAttribute('aria-pressed', String(is))
  }
  show(localStorage.getItem(KEY) === 'yes')
  button?.addEventListener('click', () => {
    const is = !document.documentElement.hasAttribute('data-sunlight')
    localStorage.setItem(KEY, is ? 'yes' : 'no')
    show(is)
  })
}
