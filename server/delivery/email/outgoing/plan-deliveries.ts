import { randomBytes } from 'node:crypto'
import { emailKey, type PersonBrief, peopleByIds } from '../../../directory/people/index.ts'
import { sql, type TenantTx } from '../../../platform/db/index.ts'
import { newId } from '../../../platform/ids/index.ts'
import type { StoredEvent } from '../../../platform/log/index.ts'
import { claimAcknowledgement } from '../acknowledgement/claim-acknowledgement.ts'
import { listMailboxes } from '../queries.ts'
import { replyAddresses } from '../reply-token/reply-addresses.ts'
import { wantsAcknowledgement } from './acknowledgement-decision.ts'
import type { NewDelivery } from './delivery-store.ts'
import { firstMailboxes, mailboxOfTicket, type SendingMailbox } from './mailbox-of-ticket.ts'
import {
  exchangedIds,
  keyOwners,
  type MailableMessage,
  madeBefore,
  mailableMessages,
  participantsOf,
} from './reader-queries.ts'
import { decideRecipients } from './recipients-decision.ts'
import { acknowledgementSubject, messageSubject } from './subjects.ts'
import { storedTemplates } from './template/template-queries.ts'
import { threadHeaders } from './thread-headers.ts'

/** A mail that a fact asks for. */
type Wanted = {
  event: StoredEvent
  kind: 'MESSAGE' | 'ACKNOWLEDGEMENT'
  message: MailableMessage
  person: PersonBrief
  mailbox: SendingMailbox
}

/**
 * The mails that facts ask for, in the order of the facts: one to each recipient, those left out that were made before.
 * Every question is asked once for the whole batch; only the limits of acknowledgements are asked one by one, because
 * each counts for the next. Rule: docs/behaviour/outgoing-mail.md.
 */
export async function planDeliveries(tx: TenantTx, events: readonly StoredEvent[]): Promise<NewDelivery[]> {
  const ground = await readGround(tx, events)
  if (ground === undefined) return []
  const wanted = events.flatMap((event) => wantedBy(event, ground))
  const allowed: Wanted[] = []
  for (const one of wanted) {
    if (ground.made.has(`${one.event.seq} ${one.person.id} ${one.kind}`)) continue
    if (one.kind === 'MESSAGE' || (await mayAcknowledge(tx, one, ground.now))) allowed.push(one)
  }
  return deliveriesOf(tx, allowed, ground)
}

type Ground = {
  now: string
  messages: readonly MailableMessage[]
  participants: readonly { ticketId: string; personId: string; sinceSeq: number }[]
  people: ReadonlyMap<string, PersonBrief>
  mailboxes: readonly SendingMailbox[]
  first: ReadonlyMap<string, string>
  made: ReadonlySet<string>
  owners: ReadonlyMap<string, string>
  acknowledgementSubject: string | null
}

async function readGround(tx: TenantTx, events: readonly StoredEvent[]): Promise<Ground | undefined> {
  const added = events.filter((event) => event.type === 'message.added' && event.visibility === 'PUBLIC')
  const created = events.filter((event) => event.type === 'ticket.created')
  const messageIds = added.map((event) => String(event.refs.messageId))
  const keyIds = created.flatMap(({ actor }) => (actor.type === 'key' && actor.id !== null ? [actor.id] : []))
  const [messages, mailboxes, made, owners, templates, clock] = await Promise.all([
    mailableMessages(tx, messageIds, idsOfTickets(created)),
    listMailboxes(tx),
    madeBefore(
      tx,
      events.map((event) => event.seq),
    ),
    keyOwners(tx, keyIds),
    storedTemplates(tx),
    tx.rows<{ now: string }>(sql`SELECT app.now() AS now`),
  ])
  if (messages.length === 0 || mailboxes.length === 0) return undefined
  const ticketIds = [...new Set(messages.map((message) => message.ticketId))]
  const [participants, first] = await Promise.all([
    participantsOf(tx, ticketIds),
    firstMailboxes(tx, ticketIds),
  ])
  const personIds = new Set([
    ...messages.map((one) => one.requesterId),
    ...participants.map((one) => one.personId),
  ])
  const people = await peopleByIds(tx, [...personIds])
  const ack = templates.find((template) => template.kind === 'ACKNOWLEDGEMENT')
  return {
    now: clock[0]?.now ?? '',
    messages,
    participants,
    people,
    mailboxes,
    first,
    made,
    owners,
    acknowledgementSubject: ack?.subject ?? null,
  }
}

function idsOfTickets(events: readonly StoredEvent[]): string[] {
  return events.flatMap(({ ticketId }) => (ticketId === null ? [] : [ticketId]))
}

function wantedBy(event: StoredEvent, ground: Ground): Wanted[] {
  return event.type === 'ticket.created' ? acknowledgementOf(event, ground) : messageMails(event, ground)
}

function messageMails(event: StoredEvent, ground: Ground): Wanted[] {
  const message = ground.messages.find((one) => one.id === event.refs.messageId)
  const mailbox = message === undefined ? undefined : mailboxFor(message, ground)
  if (message === undefined || mailbox === undefined || event.visibility !== 'PUBLIC') return []
  const participants = ground.participants
    .filter((one) => one.ticketId === message.ticketId)
    .map(({ personId, sinceSeq }) => ({ person: recipient(personId, ground), sinceSeq }))
  const people = { requester: recipient(message.requesterId, ground), participants }
  return decideRecipients(message, people, (address) => isOwn(address, ground)).map((person) => ({
    event,
    kind: 'MESSAGE',
    message,
    person,
    mailbox,
  }))
}

function acknowledgementOf(event: StoredEvent, ground: Ground): Wanted[] {
  const message = ground.messages
    .filter((one) => one.ticketId === event.ticketId)
    .toSorted((a, b) => a.seq - b.seq)[0]
  const mailbox = message === undefined ? undefined : mailboxFor(message, ground)
  const person = message === undefined ? undefined : recipient(message.requesterId, ground)
  if (message === undefined || mailbox === undefined || person === undefined) return []
  const wants = wantsAcknowledgement({
    channel: message.channel,
    auto: message.auto,
    quiet: message.quiet !== null || isQuiet(event),
    filedForRequester: filedBy(event, ground) !== person.id,
    requesterActive: person.active,
    requesterIsOwnMailbox: isOwn(person.address, ground),
  })
  return wants ? [{ event, kind: 'ACKNOWLEDGEMENT', message, person, mailbox }] : []
}

function mailboxFor(message: MailableMessage, { mailboxes, first }: Ground): SendingMailbox | undefined {
  return mailboxOfTicket({ id: message.ticketId, teamId: message.teamId }, mailboxes, first)
}

function recipient(personId: string, { people }: Ground): (PersonBrief & { address: string }) | undefined {
  const person = people.get(personId)
  return person === undefined ? undefined : { ...person, address: person.email }
}

function isQuiet(event: StoredEvent): boolean {
  return typeof event.refs.quiet === 'string' && event.refs.quiet !== ''
}

/** Who filed a ticket: a key's owner, or the person; for the requester when it was the system (a mail). */
function filedBy({ actor }: StoredEvent, { owners }: Ground): string | null {
  if (actor.type === 'system') return actor.onBehalfOf ?? null
  if (actor.type === 'person') return actor.id
  return (actor.id === null ? undefined : owners.get(actor.id)) ?? null
}

function isOwn(address: string, { mailboxes }: Ground): boolean {
  const plain = emailKey(address).replace(/\+[^@]*@/, '@')
  return mailboxes.some((mailbox) => emailKey(mailbox.address) === plain)
}

function mayAcknowledge(tx: TenantTx, { message, person, mailbox }: Wanted, now: string): Promise<boolean> {
  const addressKey = emailKey(person.email)
  const claim = { ticketId: message.ticketId, mailboxId: mailbox.id, address: person.email, addressKey, now }
  return claimAcknowledgement(tx, claim)
}

async function deliveriesOf(tx: TenantTx, wanted: readonly Wanted[], ground: Ground): Promise<NewDelivery[]> {
  const places = wanted.map(({ message, person, mailbox }) => ({
    ticketId: message.ticketId,
    personId: person.id,
    mailbox: { id: mailbox.id, address: mailbox.address },
    upToSeq: message.seq,
  }))
  const [replyTo, exchanged] = await Promise.all([replyAddresses(tx, places), exchangedIds(tx, places)])
  const sentNow = new Map<string, string[]>()
  return wanted.map((one, i) => {
    const conversation = `${one.message.ticketId} ${one.person.id}`
    const before = sentNow.get(conversation) ?? []
    const delivery = deliveryOf(one, ground, {
      ids: [...(exchanged[i] ?? []), ...before],
      replyTo: replyTo[i] ?? '',
    })
    // A mail of the same batch is threaded to as well. An acknowledgement is not, unless it is all there is.
    if (one.kind === 'MESSAGE') sentNow.set(conversation, [...before, delivery.header])
    return delivery
  })
}

function deliveryOf(
  { event, kind, message, person, mailbox }: Wanted,
  ground: Ground,
  { ids, replyTo }: { ids: readonly string[]; replyTo: string },
): NewDelivery {
  const id = newId()
  const domain = mailbox.address.slice(mailbox.address.lastIndexOf('@') + 1)
  const { inReplyTo, references } = threadHeaders(ids)
  const isAck = kind === 'ACKNOWLEDGEMENT'
  return {
    id,
    kind,
    ticketId: message.ticketId,
    messageId: message.id,
    eventSeq: event.seq,
    personId: person.id,
    mailboxId: mailbox.id,
    address: person.email,
    addressKey: emailKey(person.email),
    subject: isAck ? acknowledgementSubject(message, ground.acknowledgementSubject) : messageSubject(message),
    header: `<m.${id}.${randomBytes(8).toString('hex')}@${domain}>`,
    inReplyTo,
    references,
    replyTo,
    autoSubmitted: isAck ? (inReplyTo === null ? 'auto-generated' : 'auto-replied') : null,
    requestId: event.cause.requestId ?? null,
    now: ground.now,
  }
}
