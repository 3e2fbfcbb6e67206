const directionMarks = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g
const maxSubjectChars = 250
const maxNameChars = 200

/** Text fit to store: no NUL (Postgres refuses it), no lone surrogates, line ends as `\n`. */
export function storableText(text: string): string {
  const lines = text.includes('\r') ? text.replaceAll('\r\n', '\n').replaceAll('\r', '\n') : text
  return lines.replaceAll('\0', '').toWellFormed()
}

/** A subject on one line, 1 to 250 characters; `(no subject)` when nothing is left. */
export function subjectLine(subject: string): string {
  return oneLine(subject, maxSubjectChars) || '(no subject)'
}

/** A display name on one line, at most 200 characters. */
export function displayName(name: string): string {
  return oneLine(name, maxNameChars)
}

/** Controls become spaces, direction overrides go: both make a line read as something it is not. */
function oneLine(text: string, maxChars: number): string {
  const line = text
    .slice(0, maxChars * 20)
    .toWellFormed()
    .replace(directionMarks, '')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
  return line.length <= maxChars ? line : [...line].slice(0, maxChars).join('').trimEnd()
}
