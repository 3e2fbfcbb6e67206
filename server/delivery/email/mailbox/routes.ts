import * as contract from '../../../../contracts/mailboxes.ts'
import { type Actor, idPage, pageAnswer } from '../../../directory/people/index.ts'
import { type Answer, type Route, route } from '../../../platform/http/index.ts'
import { createMailbox } from './create-mailbox.ts'
import { pageOfMailboxes } from './mailbox-queries.ts'
import { updateMailbox } from './update-mailbox.ts'

/** The routes of mailboxes, for owners. */
export function mailboxRoutes(): Route<Actor>[] {
  return [
    route(contract.listMailboxes, async (call) => {
      const page = idPage(call.query)
      const mailboxes = await call.read((tx) => pageOfMailboxes(tx, page))
      return pageAnswer(mailboxes, page.limit, (mailbox) => mailbox.id)
    }),
    route(contract.createMailbox, (call) =>
      call.write((tx) => createMailbox(tx, call.actor as Actor, call.body), answer(201)),
    ),
    route(contract.updateMailbox, (call) =>
      call.write(
        (tx) =>
          updateMailbox(tx, call.actor as Actor, {
            id: call.params.id,
            version: call.ifMatch,
            change: call.body,
          }),
        answer(200),
      ),
    ),
  ]
}

function answer(status: number): (mailbox: contract.Mailbox) => Answer {
  return (mailbox) => ({ status, body: mailbox, headers: { etag: `"v${mailbox.version}"` } })
}
