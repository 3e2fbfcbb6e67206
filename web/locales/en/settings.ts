/** The person's own settings. */
export const settings = {
  'settings.nav': 'Settings',
  'settings.appearance': 'Appearance',
  'settings.appearance.text': 'Kept in this browser.',
  'settings.textSize': 'Text size',
  'settings.textSize.small': 'Small',
  'settings.textSize.medium': 'Medium',
  'settings.textSize.large': 'Large',
  'settings.shortcuts': 'Shortcuts',
  'settings.shortcuts.text': 'Kept in this browser. A change counts at once.',
  'settings.shortcuts.on': 'Single-key shortcuts',
  'settings.shortcuts.on.hint':
    'Off, no letter or sign alone does anything; chords with {mod}, Esc and arrows stay.',
  'settings.shortcuts.change': 'Change: {action}',
  'settings.shortcuts.listening': 'Press the new keys. Esc leaves it as it is.',
  'settings.shortcuts.reset': 'Back to {keys}',
  'settings.shortcuts.resetAll': 'Reset all',
  'settings.shortcuts.taken': 'These keys do "{action}" already.',
  'settings.shortcuts.reserved': 'Browsers and keyboards need these keys themselves.',
  'settings.shortcuts.changed': '"{action}" is now {keys}.',
} as const
