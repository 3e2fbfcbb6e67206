import type { Answer } from '../../platform/http/index.ts'
import type { Replied } from './reply.ts'

/** The answer to a command that added a message. */
export function messageAnswer(
  done: Replied,
  visibility: 'PUBLIC' | 'INTERNAL',
  content: { body: string; bodyHtml: string },
): Answer {
  const location = `/api/v1/tickets/${done.ticket.id}/messages/${done.messageId}`
  const message = {
    id: done.messageId,
    ticketId: done.ticket.id,
    seq: done.seq,
    author: done.author,
    visibility,
    channel: done.channel,
    ...content,
    attachments: [],
    auto: false,
    unverified: false,
    createdAt: done.now,
  }
  return { status: 201, body: message, headers: { location }, resource: location }
}
