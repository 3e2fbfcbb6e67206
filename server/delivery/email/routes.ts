import * as contract from '../../../contracts/inbound.ts'
import { dropFiles, storeFiles } from '../../desk/attachments/index.ts'
import { type Actor, idPage, pageAnswer } from '../../directory/people/index.ts'
import { type Answer, notFound, Problem, type Route, route } from '../../platform/http/index.ts'
import type { Storage } from '../../platform/storage/index.ts'
import { type InboundRow, presentInbound } from './inbound-mail.ts'
import { instanceMarks } from './instance-mark.ts'
import { mailIdentity } from './mail-identity.ts'
import { isRefusal } from './parse/index.ts'
import { prepareMail } from './prepare-mail.ts'
import {
  inboundWhere,
  listInboundWhere,
  listMailboxes,
  type Mailbox,
  type MailToProcess,
  mailToProcess,
  rawOf,
} from './queries.ts'
import { receiveMail } from './receive-mail.ts'
import { chooseMailbox, envelopeRecipients } from './recipient.ts'
import { rejectMail } from './reject-mail.ts'
import { type ReadyMail, releaseMail } from './release-mail.ts'
import { reprocessMail } from './reprocess-mail.ts'
import { visibleInbound } from './visible-inbound.ts'

/** The routes of inbound mail: hand in, look, decide. */
export function inboundRoutes(deps: { storage: Storage }): Route<Actor>[] {
  return [
    route(contract.receiveRaw, async (call) => {
      const actor = call.actor as Actor
      if (call.query.bulk === true) requireBulk(actor)
      const raw = Buffer.from(call.body)
      const identity = mailIdentity(actor.tenantId, raw)
      const recipients = envelopeRecipients(call.query.mailbox, call.headers['x-envelope-to'])
      return call.write(
        async (tx) => {
          const chosen = chooseMailbox(await listMailboxes(tx), recipients)
          const options = { exempt: call.query.bulk === true, importId: null, requestId: call.requestId }
          const [kept] = await receiveMail(tx, [{ raw, identity, ...chosen, ...options }])
          if (kept === undefined) throw new Error('one mail gives one answer')
          return kept
        },
        ({ id, state }) => ({ status: 202, body: { id, state } }),
      )
    }),
    route(contract.listInbound, async (call) => {
      const page = idPage(call.query)
      const visible = visibleInbound(call.actor as Actor)
      const rows = await call.read((tx) => listInboundWhere(tx, visible, call.query.state, page))
      return pageAnswer(rows.map(presentInbound), page.limit, (mail) => mail.id)
    }),
    route(contract.readInbound, async (call) => {
      const row = await call.read((tx) =>
        inboundWhere(tx, call.params.id, visibleInbound(call.actor as Actor)),
      )
      if (row === undefined) throw notFound('inbound mail')
      return answerMail(row)
    }),
    route(contract.readInboundRaw, async (call) => {
      const { id } = call.params
      const visible = visibleInbound(call.actor as Actor)
      const raw = await call.read(async (tx) => {
        return (await inboundWhere(tx, id, visible)) === undefined ? undefined : rawOf(tx, id)
      })
      if (raw === undefined) throw notFound('inbound mail')
      return { status: 200, raw, headers: rawHeaders(id) }
    }),
    route(contract.reprocessInbound, (call) =>
      call.write((tx) => reprocessMail(tx, call.actor as Actor, call.params.id), answerMail),
    ),
    route(contract.rejectInbound, (call) =>
      call.write((tx) => rejectMail(tx, call.actor as Actor, call.params.id), answerMail),
    ),
    route(contract.releaseInbound, async (call) => {
      const actor = call.actor as Actor
      const { id } = call.params
      const held = await call.read((tx) =>
        Promise.all([
          inboundWhere(tx, id, visibleInbound(actor)),
          mailToProcess(tx, id),
          listMailboxes(tx),
          instanceMarks(tx),
        ]),
      )
      const [row, mail, mailboxes, marks] = held
      if (row === undefined || mail === undefined) throw notFound('inbound mail')
      const ready =
        row.state === 'HELD'
          ? await makeReady(deps.storage, actor.tenantId, mail, mailboxes, marks)
          : undefined
      try {
        return await call.write((tx) => releaseMail(tx, actor, id, ready), answerMail)
      } catch (error) {
        // A refusal wrote nothing. Of any other failure it is not known, so its files stay.
        if (error instanceof Problem && ready !== undefined) await dropFiles(deps.storage, ready.files)
        throw error
      }
    }),
  ]
}

/** Reads a held mail anew, as its receipt did, and stores its files. */
async function makeReady(
  storage: Storage,
  tenantId: string,
  mail: MailToProcess,
  mailboxes: readonly Mailbox[],
  marks: readonly string[],
): Promise<ReadyMail> {
  const mailbox = mailboxes.find((one) => one.id === mail.mailboxId)
  if (mailbox === undefined) throw new Error('a held mail without a mailbox')
  const { raw, recipient, answers, imported, exempt } = mail
  const prepared = await prepareMail(tenantId, { raw, recipient, mailbox, mailboxes, instanceMarks: marks })
  if ('refused' in prepared && isRefusal(prepared))
    throw new Problem('conflict', 'This mail cannot be read any more; run it again.')
  return { prepared, files: await storeFiles(storage, tenantId, prepared.files), answers, imported, exempt }
}

function answerMail(row: InboundRow): Answer {
  return { status: 200, body: presentInbound(row) }
}

function requireBulk(actor: Actor): void {
  if (actor.scopes !== null && !actor.scopes.includes('admin:write')) {
    throw new Problem('missing-scope', 'Bulk receipt needs the scope "admin:write".', {
      extra: { scope: 'admin:write' },
    })
  }
  if (actor.scopes === null && actor.role !== 'OWNER' && actor.role !== 'TEAM_ADMIN') {
    throw new Problem('forbidden', 'Your role does not allow bulk receipt.')
  }
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
