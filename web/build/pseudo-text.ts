const ACCENTS: Record<string, string> = {
  a: 'á',
  c: 'ç',
  e: 'é',
  g: 'ğ',
  i: 'í',
  n: 'ñ',
  o: 'ó',
  s: 'š',
  u: 'ú',
  y: 'ý',
  z: 'ž',
  A: 'Á',
  C: 'Ç',
  E: 'É',
  I: 'Í',
  O: 'Ó',
  S: 'Š',
  U: 'Ú',
  Y: 'Ý',
}

/**
 * A text that stays readable and yet shows two faults: a text without accents was never put in a catalogue, and what
 * runs over its place does so here, because each text is a third longer. Tags, `<0>...</0>`, stay as they are.
 */
export function pseudoText(text: string): string {
  const marked = text
    .split(/(<\/?\d+\/?>)/)
    .map((piece) => (piece.startsWith('<') ? piece : piece.replace(/[a-zA-Z]/g, accented)))
    .join('')
  const length = text.trim().length
  return length < 2 ? marked : `${marked}${'~'.repeat(Math.ceil(length / 3))}`
}

function accented(letter: string): string {
  return ACCENTS[letter] ?? letter
}
