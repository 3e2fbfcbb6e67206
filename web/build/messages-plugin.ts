import { compileMessage } from '@lingui/message-utils/compileMessage'
import type { Plugin } from 'vite'
import { en } from '../locales/en.ts'
import { pseudoText } from './pseudo-text.ts'

/** Its own texts, and those of the parts and screens that it shares with the app. */
const IN_PORTAL = /^(portal|ui|frame|signIn)\./
/** What only the requesters' page says. */
const ONLY_PORTAL = /^portal\./

/**
 * Turns the messages as they are written into what Lingui runs, so that no parser of messages is sent to a browser:
 * `virtual:messages/en` is the English catalogue, `virtual:messages/pseudo` the same with a mark on every letter;
 * `virtual:messages/portal-en` and `-pseudo` hold only what the requesters' page says.
 */
export function messagesPlugin(): Plugin {
  return {
    name: 'docket-messages',
    resolveId: (id) => (id.startsWith('virtual:messages/') ? `\0${id}` : undefined),
    load(id) {
      if (!id.startsWith('\0virtual:messages/')) return undefined
      const isPseudo = id.endsWith('pseudo')
      const isPortal = id.includes('/portal-')
      const texts = Object.entries(en).filter(([key]) =>
        isPortal ? IN_PORTAL.test(key) : !ONLY_PORTAL.test(key),
      )
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
