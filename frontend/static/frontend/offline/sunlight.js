// sunlight.js: strong contrast for a phone in the sun, remembered on this device. Every page runs it at once: whoever stands
// in the sun does not wait until it is known who is signed in.

const KEY = 'plaeng.sunlight'
const button = document.getElementById('sunlight')

function show(is) {
  document.documentElement.toggleAttribute('data-sunlight', is)
  button?.setAttribute('aria-pressed', String(is))
}

show(localStorage.getItem(KEY) === 'yes')
button?.addEventListener('click', () => {
  const is = !document.documentElement.hasAttribute('data-sunlight')
  localStorage.setItem(KEY, is ? 'yes' : 'no')
  show(is)
})
