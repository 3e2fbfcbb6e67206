import type { Message } from '../../../../contracts/tickets.ts'
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
