/** Keys as they are said aloud, for readers of the screen. */
export const spokenKeys = {
  'spokenKeys.mod': 'Control',
  'spokenKeys.command': 'Command',
  'spokenKeys.shift': 'Shift',
  'spokenKeys.enter': 'Enter',
  'spokenKeys.escape': 'Escape',
  'spokenKeys.space': 'Space',
  'spokenKeys.home': 'Home',
  'spokenKeys.end': 'End',
  'spokenKeys.pageup': 'Page up',
  'spokenKeys.pagedown': 'Page down',
  'spokenKeys.arrowup': 'Arrow up',
  'spokenKeys.arrowdown': 'Arrow down',
  'spokenKeys.arrowleft': 'Arrow left',
  'spokenKeys.arrowright': 'Arrow right',
  'spokenKeys.then': '{first}, then {second}',
} as const
