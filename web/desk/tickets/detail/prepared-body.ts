import type { Message } from '../../../../contracts/tickets.ts'
import { bodyLook } from './body-look.ts'
import { cleanBody } from './clean-body.ts'
import { type FoldedBody, foldQuotes } from './quoted-history.ts'

const PREPARED_MAX = 500
const prepared = new Map<string, FoldedBody>()

/** A message's nodes, cleaned and folded; made once, since a message never changes. Clone them to show them. */
export function preparedBody({ id, bodyHtml }: Pick<Message, 'id' | 'bodyHtml'>): FoldedBody {
  const known = prepared.get(id)
  if (known !== undefined) return known
  const made = foldQuotes(cleanBody(bodyHtml))
  prepared.set(id, made)
  const oldest = prepared.keys().next()
  if (prepared.size > PREPARED_MAX && oldest.done === false) prepared.delete(oldest.value)
  return made
}

/** Prepares those that will be shown in the page itself, before somebody looks at them. */
export function prepareBodies(messages: readonly Pick<Message, 'id' | 'bodyHtml'>[]): void {
  for (const message of messages) if (bodyLook(message.bodyHtml) === 'simple') preparedBody(message)
}
