const NAMES: Record<string, string> = {
  arrowup: '↑',
  arrowdown: '↓',
  arrowleft: '←',
  arrowright: '→',
  enter: 'Enter',
  escape: 'Esc',
  space: 'Space',
  home: 'Home',
  end: 'End',
  pageup: 'PgUp',
  pagedown: 'PgDn',
}
const MAC: Record<string, string> = { mod: '⌘', shift: '⇧', alt: '⌥' }
const OTHER: Record<string, string> = { mod: 'Ctrl', shift: 'Shift', alt: 'Alt' }

/** Whether the machine's main modifier is ⌘. */
export function isMac(platform: string = globalThis.navigator?.platform ?? ''): boolean {
  return /mac|iphone|ipad/i.test(platform)
}

/** The keys of a binding as their caps say it: `mod+k` is `⌘K` on a Mac and `Ctrl K` elsewhere; a sequence has parts. */
export function keyNames(binding: string, mac: boolean = isMac()): string[] {
  return binding.split(' ').map((chord) => {
    const parts = chord === '+' ? ['+'] : chord.split('+')
    return parts
      .map((part) => (mac ? MAC : OTHER)[part] ?? NAMES[part] ?? part.toUpperCase())
      .join(mac ? '' : ' ')
  })
}

/** The same for assistive technology (WAI-ARIA 1.2, aria-keyshortcuts); a sequence has no form there. */
export function ariaKeys(binding: string, mac: boolean = isMac()): string | undefined {
  if (binding.includes(' ')) return undefined
  const names: Record<string, string> = { mod: mac ? 'Meta' : 'Control', shift: 'Shift', alt: 'Alt' }
  return binding
    .split('+')
    .map(
      (part) =>
        names[part] ??
        (part.length === 1 ? part.toUpperCase() : (part[0] ?? '').toUpperCase() + part.slice(1)),
    )
    .join('+')
}
