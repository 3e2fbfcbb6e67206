const maxNameBytes = 180
const maxExtensionBytes = 20

/** Windows opens the device whatever the extension: `aux.txt` too. */
const reservedName =
  /^(?:con|prn|aux|nul|conin\$|conout\$|com[0-9\u00b9\u00b2\u00b3]|lpt[0-9\u00b9\u00b2\u00b3])(?=\s*(?:\.|$))/i

/**
 * A file name from outside, safe to store, to show and to offer: last path part only, no control,
 * direction or invisible characters, none of `<>:"|?*`, no leading or trailing dots or spaces at the
 * end, no reserved device name, NFC, at most 180 bytes of UTF-8 with the extension kept. Empty becomes
 * `attachment`. Applying it twice changes nothing. docs/behaviour/mail-parsing.md, "File names".
 */
export function safeFilename(name: string): string {
  const base = name.toWellFormed().slice(-4_096).split(/[/\\]/).at(-1) ?? ''
  const clean = base
    .replace(/[\p{Cc}\p{Cf}\p{Co}\u2028\u2029]/gu, '')
    .replace(/[<>:"|?*]/g, '_')
    .normalize('NFC')
    .replace(/\s+/g, ' ')
  const trimmed = trimEnds(clean)
  const allowed = trimmed.replace(reservedName, (device) => `_${device}`)
  return shorten(allowed) || 'attachment'
}

/** Explorer drops dots and spaces at the end, and then it is another file. */
function trimEnds(name: string): string {
  let end = name.length
  while (end > 0 && (name[end - 1] === '.' || name[end - 1] === ' ')) end--
  return name.slice(0, end).trimStart()
}

function shorten(name: string): string {
  if (Buffer.byteLength(name) <= maxNameBytes) return name
  const dot = name.lastIndexOf('.')
  const extension = dot > 0 && Buffer.byteLength(name.slice(dot)) <= maxExtensionBytes ? name.slice(dot) : ''
  let stem = ''
  let room = maxNameBytes - Buffer.byteLength(extension)
  for (const char of extension === '' ? name : name.slice(0, dot)) {
    room -= Buffer.byteLength(char)
    if (room < 0) break
    stem += char
  }
  return trimEnds(stem) + extension
}
