const LENGTH_MIN = 12
const LENGTH_MAX = 128
/** What people put in front of a few digits to reach a length. */
const WORN_WORDS = new Set([
  'admin',
  'administrator',
  'changeme',
  'docket',
  'helpdesk',
  'letmein',
  'password',
  'passwort',
  'qwerty',
  'qwertyuiop',
  'secret',
  'welcome',
])

/**
 * Says why a new password is refused, or undefined. 12 to 128 characters without a rule of composition; refused are
 * the person's own address or name, one character or one run repeated, and worn words with digits around them. A list
 * of breached passwords is not kept. Rule: docs/behaviour/sign-in.md.
 */
export function passwordRefusal(
  password: string,
  person: { name: string; email: string },
): string | undefined {
  const length = [...password].length
  if (length < LENGTH_MIN || length > LENGTH_MAX)
    return `must be ${LENGTH_MIN} to ${LENGTH_MAX} characters long`
  const plain = squeezed(password)
  const known = [person.email, person.email.split('@', 1)[0] ?? '', person.name].map(squeezed)
  if (known.some((one) => one !== '' && withoutDigits(plain) === withoutDigits(one)))
    return 'must not be the name or the address'
  if (isRepetition(plain) || isRun(plain)) return 'is too easily guessed'
  if (WORN_WORDS.has(repeatedPart(withoutDigits(plain)))) return 'is too easily guessed'
  return undefined
}

function squeezed(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s\p{P}\p{S}]+/gu, '')
}

function withoutDigits(text: string): string {
  return text.replace(/\d+/g, '')
}

/** `abcabcabc` gives `abc`; what does not repeat gives itself. */
function repeatedPart(text: string): string {
  const period = (text + text).indexOf(text, 1)
  return period > 0 && period < text.length ? text.slice(0, period) : text
}

function isRepetition(text: string): boolean {
  return text === '' || repeatedPart(text).length <= 2
}

function isRun(text: string): boolean {
  const steps = [...text].slice(1).map((char, i) => char.charCodeAt(0) - text.charCodeAt(i))
  return steps.every((step) => step === 1 || step === -9) || steps.every((step) => step === -1 || step === 9)
}
