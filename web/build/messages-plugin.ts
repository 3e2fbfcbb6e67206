import { compileMessage } from '@lingui/message-utils/compileMessage'
import type { Plugin } from 'vite'
import { en } from '../locales/en.ts'
import { pseudoText } from './pseudo-text.ts'

/** Its own texts, and those of the parts and screens that it shares with the app. */
const IN_PORTAL = /^(portal|ui|frame|signIn)\./
/** What only the requesters' page says. */
const ONLY_PORTAL = /^portal\./
/** What only screens say that come later, and bring their texts along. */
const ONLY_LATE = /^(people|teams|settings|deskSettings|setup|localInbox)\./

/** The English texts of a catalogue. */
const HOLDS: Record<string, (key: string) => boolean> = {
  en: (key) => !ONLY_PORTAL.test(key) && !ONLY_LATE.test(key),
  late: (key) => ONLY_LATE.test(key),
  pseudo: (key) => !ONLY_PORTAL.test(key),
  'portal-en': (key) => IN_PORTAL.test(key),
  'portal-pseudo': (key) => IN_PORTAL.test(key),
}

/**
 * Turns the messages as they are written into what Lingui runs, so that no parser of messages is sent to a browser:
 * `virtual:messages/en` is the English catalogue but for what late screens bring along, which is `virtual:messages/late`;
 * `virtual:messages/pseudo` is all of it with a mark on every letter; `virtual:messages/portal-en` and `-pseudo` hold
 * only what the requesters' page says.
 */
export function messagesPlugin(): Plugin {
  return {
    name: 'docket-messages',
    resolveId: (id) => (id.startsWith('virtual:messages/') ? `\0${id}` : undefined),
    load(id) {
      if (!id.startsWith('\0virtual:messages/')) return undefined
      const name = id.slice('\0virtual:messages/'.length)
      const holds = HOLDS[name]
      if (holds === undefined) throw new Error(`there is no catalogue ${name}`)
      const isPseudo = name.endsWith('pseudo')
      const texts = Object.entries(en).filter(([key]) => holds(key))
      const compiled = texts.map(([key, text]) => [
        key,
        isPseudo ? compileMessage(text, pseudoText) : compileMessage(text),
      ])
      // Parsed as JSON, which browsers do faster than reading an object literal.
      const json = JSON.stringify(JSON.stringify(Object.fromEntries(compiled)))
      return `export const messages = JSON.parse(${json})`
    },
  }
}
