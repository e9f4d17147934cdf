// no-rights.js: the page of who may do nothing at present; the way out of it.

import { Api } from '../ui/api.js'
import { complain } from './words.js'

const api = new Api()

async function leave() {
  try {
    await api.signOut()
    location.assign('/sign-in')
  } catch (problem) {
    complain(document.getElementById('message'), problem)
  }
}

document.getElementById('sign-out').addEventListener('click', leave)
