/** What the key layer reads of a key press. */
export type KeyPress = {
  key: string
  code: string
  ctrlKey: boolean
  metaKey: boolean
  altKey: boolean
  shiftKey: boolean
  isComposing: boolean
  isAltGraph: boolean
}

/** Keys whose name alone says them, whatever the layout. */
const NAMED = new Set([
  'enter',
  'escape',
  'home',
  'end',
  'pageup',
  'pagedown',
  'arrowup',
  'arrowdown',
  'arrowleft',
  'arrowright',
])

/**
 * The names under which a press may be bound, the surest first; none for what must never be taken: typing by an input
 * method, AltGr and Ctrl with Alt, which write letters, and modifiers alone. A letter that is no Latin one is named by
 * its place on the board. Rule: docs/behaviour/web-app.md, "Keys".
 */
export function chordsOf(press: KeyPress, mac: boolean): string[] {
  if (press.isComposing || press.isAltGraph || press.altKey) return []
  const isMod = mac ? press.metaKey : press.ctrlKey
  const isOther = mac ? press.ctrlKey : press.metaKey
  const name = nameOf(press)
  if (isOther || name === undefined) return []
  const mod = isMod ? 'mod+' : ''
  // A sign such as `?` already needs Shift on most boards, and not on all.
  const isSign = name.length === 1 && !/[a-z]/.test(name)
  if (isSign) return press.shiftKey ? [`${mod}${name}`, `${mod}shift+${name}`] : [`${mod}${name}`]
  return [`${mod}${press.shiftKey ? 'shift+' : ''}${name}`]
}

/** Whether a binding is one that WCAG 2.1.4 lets people switch off: a letter, digit or sign without a modifier. */
export function isCharacterBinding(binding: string): boolean {
  const [first = ''] = binding.split(' ')
  return !first.startsWith('mod+') && (first.split('+').at(-1) ?? '').length <= 1
}

/** Chords that browsers keep for themselves or that people need there. */
const RESERVED = new Set(
  'n t w q l r p f h j d o u s + - 0 1 2 3 4 5 6 7 8 9 shift+n shift+t shift+w shift+i shift+j shift+c shift+r shift+p shift+delete a c v x z y shift+z'
    .split(' ')
    .map((key) => `mod+${key}`),
)

/** Why a binding may not be used; undefined when it may. `mod+a` is allowed to a list, where it selects rows. */
export function bindingFault(binding: string): 'reserved' | 'malformed' | undefined {
  const chords = binding.split(' ')
  if (chords.length > 2 || chords.some((chord) => !/^(mod\+)?(shift\+)?([^\s+]+|\+)$/.test(chord)))
    return 'malformed'
  if (/\b(ctrl|alt|altgr|meta)\b/.test(binding)) return 'reserved'
  return chords.some((chord) => RESERVED.has(chord)) ? 'reserved' : undefined
}

function nameOf({ key, code }: KeyPress): string | undefined {
  if (key === ' ') return 'space'
  const lower = key.toLowerCase()
  if (NAMED.has(lower)) return lower
  if ([...key].length !== 1) return undefined
  if (/[\x21-\x7e]/.test(lower)) return lower
  const place = /^Key([A-Z])$/.exec(code)?.[1] ?? /^Digit(\d)$/.exec(code)?.[1]
  return place?.toLowerCase() ?? lower
}
