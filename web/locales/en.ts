import { frame } from './en/frame.ts'
import { keys } from './en/keys.ts'
import { people } from './en/people.ts'
import { settings } from './en/settings.ts'
import { signIn } from './en/sign-in.ts'
import { ui } from './en/ui.ts'

/** All that the app says, in English: id to message (ICU MessageFormat). One file an area; ids begin with its name. */
export const en = { ...frame, ...keys, ...people, ...settings, ...signIn, ...ui } as const

export type MessageId = keyof typeof en
