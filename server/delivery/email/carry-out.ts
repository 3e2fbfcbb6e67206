import { insertAttachments, type StoredFile } from '../../desk/attachments/index.ts'
import { fileTicket, receiveMessage, storeTicketSeq, type Teller } from '../../desk/tickets/index.ts'
import { findOrMakeRequester, SYSTEM_ACTOR } from '../../directory/people/index.ts'
import type { TenantTx } from '../../platform/db/index.ts'
import { append } from '../../platform/log/index.ts'
import { recordBounce } from './bounce/record-bounce.ts'
import { endMail } from './end-mail.ts'
import { type Lead, type LockedMail, nextTicketNumber } from './ground-queries.ts'
import type { Ending } from './inbound-store.ts'
import type { MailDecision } from './mail-decision.ts'
import type { LockedDelivery } from './outgoing/delivery-queries.ts'
import type { PreparedMail } from './prepare-mail.ts'
import type { Mailbox } from './queries.ts'
import type { QuietReason } from './quiet-reason.ts'
import type { KnownSender } from './sender-kind.ts'
import { type DedupeHolder, insertThread } from './thread-store.ts'

/** A prepared mail with what its row says. `files` are undefined until their bytes are durable. */
export type MailWork = {
  id: string
  mailbox: Mailbox
  messageIdHash: Buffer | null
  answers: readonly Buffer[]
  exempt: boolean
  imported: boolean
  requestId: string | null
  prepared: PreparedMail
  files: StoredFile[] | undefined
}

/** The mail becomes a message and its files are not stored yet: the transaction is given up to store them first. */
export class FilesWanted extends Error {
  constructor() {
    super('the files of this mail are not stored yet')
    this.name = 'FilesWanted'
  }
}

/** What became of a mail; `keptFiles` says whether rows name its files now. */
export type Outcome = { keptFiles: boolean }

/** What was read under the mail's lock. */
export type Ground = {
  mail: LockedMail
  holder: DedupeHolder
  lead: Lead | undefined
  sender: KnownSender | undefined
  /** The mail that a report is about. */
  delivery: LockedDelivery | undefined
  /** Why this mail is met with silence. */
  quiet: QuietReason | undefined
  /** Reply tokens in its addresses that prove nothing. */
  ignoredTokens: number
}

export const NO_FILES: Outcome = { keptFiles: false }

/** Makes a decision so: the message or the held mail, the facts, and how the mail ended. Rejects with FilesWanted. */
export async function carryOut(
  tx: TenantTx,
  work: MailWork,
  decision: MailDecision,
  ground: Ground,
): Promise<Outcome> {
  const { mail, holder } = ground
  switch (decision.kind) {
    case 'DUPLICATE': {
      const { inboundId, ticketId, messageId } = holder
      const detail = `The same mail came before: ${inboundId}.`
      await end(tx, work, mail, {
        state: 'DUPLICATE',
        detail,
        ticketId: ticketId ?? undefined,
        messageId: messageId ?? undefined,
      })
      return NO_FILES
    }
    case 'SUSPENDED':
      await end(tx, work, mail, { state: 'SUSPENDED', reason: decision.reason })
      return NO_FILES
    case 'BOUNCE':
      await bounce(tx, work, ground)
      return NO_FILES
    case 'HELD':
      await hold(tx, work, decision, ground)
      return NO_FILES
    case 'APPEND':
      await appendToTicket(tx, work, decision, ground)
      return { keptFiles: true }
    case 'CREATE':
      await createTicket(tx, work, decision, ground)
      return { keptFiles: true }
  }
}

async function bounce(tx: TenantTx, work: MailWork, { mail, delivery }: Ground): Promise<void> {
  const { prepared } = work
  if (prepared.bounce === undefined || delivery === undefined)
    throw new Error('a bounce is of a mail of ours')
  const { reason, detail } = await recordBounce(tx, prepared.bounce, delivery, mail.now)
  await end(tx, work, mail, { state: 'BOUNCE_RECORDED', reason, detail, ticketId: delivery.ticketId })
}

async function hold(
  tx: TenantTx,
  work: MailWork,
  { reason, securityEvent }: Extract<MailDecision, { kind: 'HELD' }>,
  { mail, lead, sender, ignoredTokens }: Ground,
): Promise<void> {
  if (lead?.ticketId == null) throw new Error('a mail is held for a ticket')
  const { ticketId, version } = lead
  const { actor, cause } = teller(work, sender?.id)
  const fact = { visibility: 'INTERNAL', actor, cause, at: mail.now } as const
  const refs = { inboundId: work.id, reason }
  append(tx, { ...fact, type: 'message.held', ticketId, ticketVersion: version, refs })
  if (securityEvent) {
    append(tx, {
      ...fact,
      type: 'admin.security_notice',
      refs: { ...refs, ticketId, personId: sender?.id ?? null },
    })
  }
  await end(tx, work, mail, { state: 'HELD', reason, detail: tokenDetail(ignoredTokens), ticketId })
}

async function appendToTicket(
  tx: TenantTx,
  work: MailWork,
  { auto, unverified }: Extract<MailDecision, { kind: 'APPEND' }>,
  { mail, lead, sender, quiet, ignoredTokens }: Ground,
): Promise<void> {
  if (lead?.ticketId == null || sender === undefined)
    throw new Error('only somebody known appends, to a ticket')
  const files = storedFiles(work)
  const by = teller(work, sender.id)
  const received = await receiveMessage(tx, by, {
    ticketId: lead.ticketId,
    author: { id: sender.id, name: sender.name, email: sender.email, kind: 'REQUESTER' },
    channel: 'EMAIL',
    content: work.prepared.content,
    auto,
    unverified,
    participants: [],
    refs: refsOf(work, quiet),
  })
  if (received === undefined) throw new Error('the ticket of a stored message is not there')
  const { ticketId, messageId, messageK, followUp } = received
  keepWithMessage(tx, threadOf(work, sender.id), by, files, mail.now, { ticketId, messageId, messageK })
  await end(tx, work, mail, {
    state: followUp ? 'TICKET_CREATED' : 'APPENDED',
    reason: followUp ? 'FOLLOW_UP' : auto ? 'AUTO' : undefined,
    detail: tokenDetail(ignoredTokens),
    ticketId,
    messageId,
  })
}

async function createTicket(
  tx: TenantTx,
  work: MailWork,
  { auto, related }: Extract<MailDecision, { kind: 'CREATE' }>,
  { mail, lead, sender, quiet, ignoredTokens }: Ground,
): Promise<void> {
  const files = storedFiles(work)
  const { mailbox, prepared } = work
  const { address, name } = prepared.sender
  const [number, requester] = await Promise.all([
    nextTicketNumber(tx),
    sender ?? findOrMakeRequester(tx, { email: address, name }, mail.now, teller(work, undefined)),
  ])
  const by = teller(work, requester.id)
  const filed = fileTicket(tx, by, {
    number,
    team: { id: mailbox.teamId, prefix: mailbox.teamPrefix },
    requester: { id: requester.id, name: requester.name, email: requester.email },
    subject: prepared.subject,
    priority: 'P3',
    channel: 'EMAIL',
    content: prepared.content,
    now: mail.now,
    auto,
    refs: refsOf(work, quiet),
  })
  const { messageId, messageK } = filed
  const ticketId = filed.ticket.id
  if (related && lead?.ticketId != null)
    linkRelated(tx, by, mail.now, ticketId, { id: lead.ticketId, version: lead.version })
  keepWithMessage(tx, threadOf(work, requester.id), by, files, mail.now, { ticketId, messageId, messageK })
  await end(tx, work, mail, {
    state: 'TICKET_CREATED',
    reason: related ? 'RELATED' : auto ? 'AUTO' : undefined,
    detail: tokenDetail(ignoredTokens),
    ticketId,
    messageId,
  })
}

function storedFiles({ prepared, files }: MailWork): StoredFile[] {
  if (files !== undefined) return files
  if (prepared.files.length > 0) throw new FilesWanted()
  return []
}

/** The Message-ID of a mail, as its answers may quote it, and who sent it. */
export type ReceivedThread = {
  messageIdHash: Buffer | null
  header: string | undefined
  personId: string
}

/** What a stored mail leaves beside its message: its files, and its Message-ID for those who answer it. */
export function keepWithMessage(
  tx: TenantTx,
  { messageIdHash, header, personId }: ReceivedThread,
  by: Teller,
  files: readonly StoredFile[],
  now: string,
  { ticketId, messageId, messageK }: { ticketId: string; messageId: string; messageK: number },
): void {
  const lastK = insertAttachments(tx, { ticketId, messageId, files, now, ...by, visibility: 'PUBLIC' })
  if (lastK !== undefined) storeTicketSeq(tx, ticketId, lastK)
  if (messageIdHash !== null)
    insertThread(tx, { messageIdHash, messageId, ticketId, header, personId, k: messageK })
}

function threadOf({ messageIdHash, prepared }: MailWork, personId: string): ReceivedThread {
  return { messageIdHash, header: prepared.messageIdHeader, personId }
}

function refsOf(work: MailWork, quiet: QuietReason | undefined): Record<string, unknown> {
  return { inboundId: work.id, ...(quiet === undefined ? {} : { quiet }) }
}

/** A token that proves nothing is passed over, and who looks at the mail can see that there was one. */
function tokenDetail(ignoredTokens: number): string | undefined {
  return ignoredTokens === 0 ? undefined : `Reply tokens passed over as forged or revoked: ${ignoredTokens}.`
}

function linkRelated(
  tx: TenantTx,
  { actor, cause }: Teller,
  at: string,
  newId: string,
  old: { id: string; version: number },
): void {
  const fact = { type: 'ticket.linked', visibility: 'PUBLIC', actor, cause, at } as const
  const refs = { kind: 'RELATED', ticketId: old.id }
  const { k } = append(tx, { ...fact, ticketId: newId, ticketVersion: 1, refs })
  storeTicketSeq(tx, newId, k)
  append(tx, {
    ...fact,
    ticketId: old.id,
    ticketVersion: old.version,
    refs: { kind: 'RELATED', ticketId: newId },
  })
}

function teller(work: MailWork, personId: string | undefined): Teller {
  const { id, requestId } = work
  return {
    actor: personId === undefined ? SYSTEM_ACTOR : { ...SYSTEM_ACTOR, onBehalfOf: personId },
    cause: { inboundId: id, ...(requestId === null ? {} : { requestId }) },
  }
}

async function end(
  tx: TenantTx,
  work: MailWork,
  mail: LockedMail,
  ending: Omit<Ending, 'now'>,
): Promise<void> {
  const { sender, subject } = work.prepared
  await endMail(tx, work, { ...ending, sender: sender.address, subject, now: mail.now })
}
