import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { until } from '../faults/until.ts'
import { startDeskListener, type TakeMail } from './desk-listener.ts'
import { startDovecot } from './dovecot.ts'
import { type Inbox, openInbox } from './inbox.ts'
import { hasPart } from './part.ts'
import { type Postfix, type Refusals, startPostfix } from './postfix.ts'
import { type SmtpGate, startSmtpGate } from './smtp-gate.ts'

/** Whether postfix and dovecot are installed; see `hasPart`. */
export const hasMailServers = (): boolean => hasPart('real mail', ['postfix', 'dovecot'])

/** The domain of those who read their mail by IMAP. Not below `.example`: the desk sends nothing there. */
export const CUSTOMERS = 'customers.test'

/** A mail server, its customers' inboxes, and the desks that it hands mails to. */
export type MailServers = {
  /** Where customers send by SMTP. */
  readonly port: number
  /** Where desks send by SMTP: the same server, behind a gate. */
  readonly smtpUrl: string
  readonly gate: SmtpGate
  readonly postfix: Postfix
  /** The inbox of a customer, `name@customers.test`. */
  inboxOf(name: string): Promise<Inbox>
  /** Hands mails to a domain to a desk. */
  deliverTo(domain: string, takeMail: TakeMail): void
  /** Waits until every mail that the server has taken has arrived somewhere. */
  untilDelivered(): Promise<void>
  /** What both servers logged. */
  log(): string
  stop(): Promise<void>
}

export type MailWorld = {
  /** The domains of desks. */
  readonly desks: readonly string[]
  /** The names of those who have an inbox; nobody else at their domain is known. */
  readonly customers: readonly string[]
  /** Those whom the server refuses at once, each with what it answers. */
  readonly refusals?: Refusals
}

/** Starts them in a folder of their own. */
export async function startMailServers(world: MailWorld): Promise<MailServers> {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), 'docket-mail-'))
  chmodSync(folder, 0o755)
  const places = { dovecot: join(folder, 'dovecot'), postfix: join(folder, 'postfix') }
  for (const place of Object.values(places)) mkdirSync(place)
  const desks = new Map<string, TakeMail>()
  const inboxes = new Map<string, Inbox>()
  const listener = await startDeskListener((raw, recipient) => {
    const takeMail = desks.get(recipient.split('@').at(-1) ?? '')
    if (takeMail === undefined) throw new Error(`no desk takes mail for ${recipient}`)
    return takeMail(raw, recipient)
  })
  const addressOf = (name: string) => `${name}@${CUSTOMERS}`
  const dovecot = await startDovecot(places.dovecot, world.customers.map(addressOf))
  const toDesks = world.desks.map((domain) => [domain, `smtp:[127.0.0.1]:${listener.port}`] as const)
  const routes = {
    [CUSTOMERS]: `lmtp:inet:127.0.0.1:${dovecot.lmtpPort}`,
    ...Object.fromEntries(toDesks),
  }
  const postfix = await startPostfix(places.postfix, routes, world.refusals ?? {})
  const gate = await startSmtpGate(postfix.port)
  return {
    port: postfix.port,
    smtpUrl: `smtp://127.0.0.1:${gate.port}`,
    gate,
    postfix,
    async inboxOf(name) {
      const address = addressOf(name)
      const inbox = inboxes.get(address) ?? (await openInbox(dovecot.imapPort, address))
      inboxes.set(address, inbox)
      return inbox
    },
    deliverTo: (domain, takeMail) => void desks.set(domain, takeMail),
    untilDelivered: async () => {
      await until('a mail server without mail', () => postfix.isEmpty())
    },
    log: () => `${postfix.log()}\n${dovecot.log()}`,
    async stop() {
      for (const inbox of inboxes.values()) await inbox.close()
      await gate.stop()
      await postfix.stop()
      await dovecot.stop()
      await listener.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
