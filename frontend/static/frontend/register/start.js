// start.js: what every page of the register begins with: who reads it, the code lists, the way to the sign-in.

import { Api } from '../ui/api.js'
import { errorBox } from '../ui/boxes.js'
import { keepPlaceOnLanguageSwitch } from '../ui/language-form.js'
import { States } from '../ui/states.js'
import { showHeader } from '../header/header.js'

/** Say something to everybody, a screen reader included, for a while. */
export function say(text) {
  const line = document.getElementById('said')
  line.textContent = text
  clearTimeout(say.until)
  say.until = setTimeout(() => line.replaceChildren(), 8000)
}

function toSignIn() {
  location.assign(`/sign-in?next=${encodeURIComponent(`${location.pathname}${location.search}`)}`)
}

/** Call `open({api, me, codes, states})`; when that fails, say so in `place` and offer to try again. */
export function start(place, open) {
  const api = new Api()
  api.events.addEventListener('signed-out', toSignIn, { once: true })
  keepPlaceOnLanguageSwitch()
  let isKnown = false
  const attempt = async () => {
    try {
      const { user: me } = await api.session()
      if (!me) return toSignIn()
      const { data: codes } = await api.get('/api/codes')
      if (!isKnown) showHeader(me, api, say)
      isKnown = true
      await open({ api, me, codes, states: new States(codes.state), say })
    } catch (problem) {
      if (!problem.kind) throw problem
      if (problem.kind !== 'signed-out') place.replaceChildren(errorBox(problem, attempt))
    }
  }
  attempt()
}

/** What the reader may do to a kind of record. */
export function may(me, action, kind) {
  return Boolean(me.rights?.[kind]?.includes(action))
}
