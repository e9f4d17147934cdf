// header.js: what the header of every page has: who is signed in, one search box, the bell.

import { showAccount } from './account.js'
import { Bell } from './bell.js'
import { SearchBox } from './search-box.js'

/** `say` tells the reader of what failed. */
export function showHeader(me, api, say) {
  showAccount(me, api, say)
  if (document.getElementById('search-box')) new SearchBox(api)
  if (document.getElementById('bell')) new Bell(api, say).open()
}
