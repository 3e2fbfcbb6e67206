import { composer } from './en/composer.ts'
import { deskSettings } from './en/desk-settings.ts'
import { detail } from './en/detail.ts'
import { frame } from './en/frame.ts'
import { keys } from './en/keys.ts'
import { list } from './en/list.ts'
import { localInbox } from './en/local-inbox.ts'
import { marks } from './en/marks.ts'
import { newTicket } from './en/new-ticket.ts'
import { people } from './en/people.ts'
import { portal } from './en/portal.ts'
import { presence } from './en/presence.ts'
import { properties } from './en/properties.ts'
import { settings } from './en/settings.ts'
import { setup } from './en/setup.ts'
import { signIn } from './en/sign-in.ts'
import { spokenKeys } from './en/spoken-keys.ts'
import { ui } from './en/ui.ts'

/** All that the app says, in English: id to message (ICU MessageFormat). One file an area; ids begin with its name. */
export const en = {
  ...composer,
  ...deskSettings,
  ...localInbox,
  ...portal,
  ...setup,
  ...marks,
  ...newTicket,
  ...presence,
  ...properties,
  ...detail,
  ...frame,
  ...keys,
  ...list,
  ...people,
  ...settings,
  ...signIn,
  ...spokenKeys,
  ...ui,
} as const

export type MessageId = keyof typeof en
