import type { Message } from '../../../contracts/tickets.ts'
import type { Newcomer } from './composer-seat.ts'

type Told = Pick<Message, 'id' | 'seq' | 'author' | 'visibility' | 'auto' | 'createdAt' | 'body'>

/**
 * Public messages of other people behind what the writer has seen, oldest first. What machines wrote by themselves holds
 * nobody up. Rule: docs/behaviour/composer.md, "Crossing replies".
 */
export function unseenBy(personId: string, seenSeq: number, messages: readonly Told[]): Newcomer[] {
  return messages
    .filter((message) => message.seq > seenSeq && isOthers(message, personId))
    .map(({ id, seq, author, createdAt, body }) => ({
      id,
      seq,
      authorName: author.name,
      createdAt,
      excerpt: body.slice(0, EXCERPT_LENGTH),
    }))
}

/**
 * The position to tell the desk: up to there the writer has seen everything. Own messages count as seen, unless one that
 * was not seen lies before them. 0 for a thread without public messages.
 */
export function seenUpTo(personId: string, seenSeq: number, messages: readonly Told[]): number {
  const publicSeqs = messages.filter(({ visibility }) => visibility === 'PUBLIC').map(({ seq }) => seq)
  const firstUnseen = unseenBy(personId, seenSeq, messages)[0]?.seq ?? Number.POSITIVE_INFINITY
  return Math.max(0, ...publicSeqs.filter((seq) => seq < firstUnseen))
}

/** The newest public position. */
export function newestPublic(messages: readonly Pick<Told, 'seq' | 'visibility'>[]): number {
  return Math.max(0, ...messages.filter(({ visibility }) => visibility === 'PUBLIC').map(({ seq }) => seq))
}

const EXCERPT_LENGTH = 500

function isOthers({ visibility, auto, author }: Told, personId: string): boolean {
  return visibility === 'PUBLIC' && !auto && author.id !== personId
}
