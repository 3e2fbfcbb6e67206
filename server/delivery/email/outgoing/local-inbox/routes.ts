import * as contract from '../../../../../contracts/local-inbox.ts'
import { messageFrame } from '../../../../desk/tickets/index.ts'
import type { Actor } from '../../../../directory/people/index.ts'
import {
  decodeCursor,
  encodeCursor,
  notFound,
  Problem,
  type Route,
  route,
} from '../../../../platform/http/index.ts'
import { isId } from '../../../../platform/ids/index.ts'
import { mailIdentity } from '../../mail-identity.ts'
import { listMailboxes } from '../../queries.ts'
import { receiveMail } from '../../receive-mail.ts'
import { chooseMailbox } from '../../recipient.ts'
import { composeAnswer } from './compose-answer.ts'
import { answeredMail, type LocalMailPage, listLocalMail, localMail } from './local-mail-queries.ts'
import { presentLocalMail } from './present-local-mail.ts'

const LIMIT_DEFAULT = 50

/** The routes of the local inbox, for owners: look at what would have left, and answer it as its recipient. */
export function localInboxRoutes(): Route<Actor>[] {
  return [
    route(contract.listLocalInbox, async (call) => {
      const page = pageOf(call.query)
      const rows = await call.read((tx) => listLocalMail(tx, page))
      const items = rows.slice(0, page.limit)
      const last = rows.length > page.limit ? items.at(-1) : undefined
      const nextCursor = last === undefined ? null : encodeCursor([last.at, last.id])
      return { status: 200, body: { items, nextCursor } }
    }),
    route(contract.readLocalMail, async (call) => {
      const mail = await call.read((tx) => localMail(tx, call.params.id))
      if (mail === undefined) throw notFound('mail')
      return { status: 200, body: await presentLocalMail(mail) }
    }),
    route(contract.readLocalMailFrame, async (call) => {
      const mail = await call.read((tx) => localMail(tx, call.params.id))
      if (mail === undefined) throw notFound('mail')
      return messageFrame((await presentLocalMail(mail)).html, {})
    }),
    route(contract.readLocalMailRaw, async (call) => {
      const mail = await call.read((tx) => localMail(tx, call.params.id))
      if (mail === undefined) throw notFound('mail')
      return { status: 200, raw: mail.raw, headers: rawHeaders(mail.id) }
    }),
    answerRoute(),
  ]
}

/** The answer goes the way of every mail that comes in, to the address that the mail asked to be answered at. */
function answerRoute(): Route<Actor> {
  return route(contract.answerLocalMail, async (call) => {
    const mail = await call.read((tx) => answeredMail(tx, call.params.id))
    if (mail === undefined) throw notFound('mail')
    const raw = await composeAnswer(mail, call.body.body, new Date())
    const identity = mailIdentity(call.actor.tenantId, raw)
    return call.write(
      async (tx) => {
        const chosen = chooseMailbox(await listMailboxes(tx), [mail.replyTo])
        const options = { exempt: false, importId: null, requestId: call.requestId }
        const [kept] = await receiveMail(tx, [{ raw, identity, ...chosen, ...options }])
        if (kept === undefined) throw new Error('one mail gives one answer')
        return kept
      },
      ({ id }) => ({ status: 202, body: { id } }),
    )
  })
}

function pageOf({ limit = LIMIT_DEFAULT, cursor }: { limit?: number; cursor?: string }): LocalMailPage {
  if (cursor === undefined) return { limit, after: undefined }
  const [at, id] = decodeCursor(cursor, ['string', 'string']) as [string, string]
  if (!isId(id) || !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(at) || Number.isNaN(Date.parse(at))) {
    throw new Problem('contract-violation', 'The cursor is not one that this list gave.', {
      errors: [{ path: '/query/cursor', message: 'not a cursor of this list' }],
    })
  }
  return { limit, after: { at, id } }
}

function rawHeaders(id: string): Record<string, string> {
  return {
    'content-type': 'message/rfc822',
    'content-disposition': `attachment; filename="${id}.eml"`,
    'x-content-type-options': 'nosniff',
    'content-security-policy': "sandbox; default-src 'none'",
    'cache-control': 'private',
  }
}
