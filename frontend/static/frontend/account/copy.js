// copy.js: a text that is shown once goes to the clipboard, or is marked to be copied by hand.

import { gettext } from '../ui/i18n.js'

/** What to tell the reader after the text of `input` was copied, or could not be. */
export async function copied(input) {
  input.select()
  try {
    await navigator.clipboard.writeText(input.value)
    return gettext('Copied.')
  } catch {
    // Browsers hand out the clipboard over https only.
    return gettext('Press Ctrl+C to copy it.')
  }
}
