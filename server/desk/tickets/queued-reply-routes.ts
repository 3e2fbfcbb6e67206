import * as contracts from '../../../contracts/queued-replies.ts'
import type { Actor } from '../../directory/people/index.ts'
import { notFound, Problem, type Route, route } from '../../platform/http/index.ts'
import { worksOn } from './access.ts'
import { messageAnswer } from './present-message.ts'
import { findQueuedReply, presentQueuedReply, queuedRepliesOf } from './queued-reply-queries.ts'
import { readTicket } from './read-ticket.ts'
import type { ReplyFollowers } from './reply-followers.ts'
import { sendReplyNow } from './send-queued-reply.ts'
import { takeBackReply } from './take-back-reply.ts'

/** The routes of replies that are held back. */
export function queuedReplyRoutes({ onGivenBack }: ReplyFollowers): Route<Actor>[] {
  return [
    route(contracts.listQueuedReplies, async ({ actor, params, read }) => {
      const rows = await read(async (tx) => {
        const { ticket, publicOnly } = await readTicket(tx, actor, params.id)
        if (publicOnly) throw new Problem('forbidden', 'Only agents of the team see what is held back.')
        return queuedRepliesOf(tx, ticket.id)
      })
      return { status: 200, body: { items: rows.map(presentQueuedReply) } }
    }),
    route(contracts.readQueuedReply, async ({ actor, params, read }) => {
      const row = await read((tx) => findQueuedReply(tx, params.id))
      if (row === undefined || (row.authorId !== actor.personId && !worksOn(actor, row)))
        throw notFound('queued reply')
      return { status: 200, body: { queued: presentQueuedReply(row) } }
    }),
    route(contracts.takeBackReply, ({ actor, params, write }) =>
      write(
        (tx) => takeBackReply(tx, actor, params.id, onGivenBack),
        (queued) => ({ status: 200, body: presentQueuedReply(queued) }),
      ),
    ),
    route(contracts.sendReplyNow, ({ actor, params, write }) =>
      write(
        (tx) => sendReplyNow(tx, actor, params.id),
        ({ sent, queued }) => messageAnswer(sent, 'PUBLIC', { body: queued.body, bodyHtml: queued.bodyHtml }),
      ),
    ),
  ]
}
