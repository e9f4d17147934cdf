// account.js: who is signed in, and the way out.

import { mayLeave } from '../offline/leaving.js'
import { pick } from '../ui/i18n.js'

/** Fill the places that name the reader, and let them sign out; `say` tells them when that failed. */
export function showAccount(me, api, say, outbox = null) {
  const words = {
    name: me.name,
    username: me.username,
    role: pick(me.role, 'name'),
    area: pick(me.area, 'name'),
    place: `${pick(me.role, 'name')} · ${pick(me.area, 'name')}`,
    initials: initials(me.name),
  }
  for (const node of document.querySelectorAll('[data-me]')) node.textContent = words[node.dataset.me] ?? ''
  for (const node of document.querySelectorAll('[data-needs]')) node.hidden = !me.rights[node.dataset.needs]
  document.getElementById('avatar').textContent = words.initials
  document.getElementById('sign-out').addEventListener('click', () => leave(api, say, outbox))
}

/** The first letters of the first two names; Thai vowels that stand before their consonant are skipped. */
function initials(name) {
  const letters = name.split(/\s+/).map((part) => part.replace(/^[เแโใไ]/, '').charAt(0))
  return letters.slice(0, 2).join('').toUpperCase()
}

async function leave(api, say, outbox) {
  if (outbox && !(await mayLeave(outbox))) return
  try {
    await api.signOut()
    location.assign('/sign-in')
  } catch (problem) {
    say(problem.title)
  }
}
