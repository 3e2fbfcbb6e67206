import { i18n } from '@lingui/core'
import type { MessageId } from './en.ts'

export type { MessageId } from './en.ts'
export type MessageValues = Record<string, string | number>

/** A message in the language of the page. Only ids that are in the catalogue can be asked for. */
export function t(id: MessageId, values?: MessageValues): string {
  return i18n._(id, values)
}
