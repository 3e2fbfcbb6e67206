import { type MessageId, t } from '../locales/t.ts'
import { isMac } from './key-names.ts'

const SAID: Readonly<Record<string, MessageId>> = {
  mod: 'spokenKeys.mod',
  command: 'spokenKeys.command',
  shift: 'spokenKeys.shift',
  enter: 'spokenKeys.enter',
  escape: 'spokenKeys.escape',
  space: 'spokenKeys.space',
  home: 'spokenKeys.home',
  end: 'spokenKeys.end',
  pageup: 'spokenKeys.pageup',
  pagedown: 'spokenKeys.pagedown',
  arrowup: 'spokenKeys.arrowup',
  arrowdown: 'spokenKeys.arrowdown',
  arrowleft: 'spokenKeys.arrowleft',
  arrowright: 'spokenKeys.arrowright',
}

/** The keys of a binding in words, as a reader of the screen says them; a sequence has "then" in it. */
export function spokenKeys(binding: string, mac: boolean = isMac()): string {
  const [first = '', second] = binding.split(' ').map((chord) => spokenChord(chord, mac))
  return second === undefined ? first : t('spokenKeys.then', { first, second })
}

function spokenChord(chord: string, mac: boolean): string {
  const parts = chord === '+' ? ['+'] : chord.split('+')
  return parts.map((part) => spokenPart(mac && part === 'mod' ? 'command' : part)).join(' ')
}

function spokenPart(part: string): string {
  const id = SAID[part]
  return id === undefined ? part.toUpperCase() : t(id)
}
