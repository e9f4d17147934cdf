// header.js: what the header of every page has: who is signed in, one search box, the bell.

import { startOffline } from '../offline/app.js'
import { showAccount } from './account.js'
import { Bell } from './bell.js'
import { SearchBox } from './search-box.js'

/** `say` tells the reader of what failed. */
export function showHeader(me, api, say) {
  const outbox = startOffline(me)
  showAccount(me, api, say, outbox)
  if (document.getElementById('search-box')) new SearchBox(api)
  if (document.getElementById('bell')) new Bell(api, say).open()
}
