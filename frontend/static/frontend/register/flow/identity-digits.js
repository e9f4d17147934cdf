// identity-digits.js: the national ID as people type it: spaces, hyphens and Thai digits are fine. Mirrors parcels/identity.py.

const THAI_DIGITS = '๐๑๒๓๔๕๖๗๘๙'
const LENGTH = 13

/** Digits alone; what is no digit, space or hyphen stays, so that it is seen. */
export function digitsOf(text) {
  return text.replace(/[๐-๙]/g, (digit) => THAI_DIGITS.indexOf(digit)).replace(/[\s\u00a0‐‑‒–—−-]/g, '')
}

/** 'empty', 'short', 'good' or 'bad'. It is judged from the 13th digit on, and never said which one would be right. */
export function judge(text) {
  const digits = digitsOf(text)
  if (!digits) return 'empty'
  if (/\D/.test(digits) || digits.length > LENGTH) return 'bad'
  if (digits.length < LENGTH) return 'short'
  return /^[1-8]/.test(digits) && Number(digits[12]) === checkDigit(digits) ? 'good' : 'bad'
}

function checkDigit(digits) {
  const total = [...digits.slice(0, 12)].reduce((sum, digit, at) => sum + Number(digit) * (13 - at), 0)
  return (11 - (total % 11)) % 10
}
