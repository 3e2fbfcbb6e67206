import { createTransport } from 'nodemailer'
import { outcomeOfError, type SendOutcome, sentOutcome } from './send-outcome.ts'
import { smtpAddress } from './smtp-address.ts'

/** One mail in its envelope. `from` is where failures go; `to` is one address. */
export type OutgoingMail = { from: string; to: string; raw: Buffer }

export type MailTransport = {
  /** Hands a mail over. Never rejects; settles within 100 s. */
  send(mail: OutgoingMail): Promise<SendOutcome>
  /** Ends the connections; a mail on its way is finished first. */
  close(): void
}

/** Milliseconds. The last is for a server that answers a little at a time: no other limit would notice it. */
export type SmtpTimeouts = { connectMs: number; greetingMs: number; socketMs: number; wholeMs: number }

const TIMEOUTS: SmtpTimeouts = { connectMs: 10_000, greetingMs: 10_000, socketMs: 60_000, wholeMs: 100_000 }
const CONNECTIONS_MAX = 4
const IDLE_MS_MAX = 5_000

/**
 * A few kept connections to the server of an `smtp:` or `smtps:` URL; none is opened before the first mail. A mail
 * whose connection went while it stood unused is sent over another; anything else is the caller's to try again.
 */
export function openSmtpTransport(smtpUrl: string, timeouts: SmtpTimeouts = TIMEOUTS): MailTransport {
  const transport = createTransport({
    ...smtpAddress(smtpUrl),
    pool: true,
    maxConnections: CONNECTIONS_MAX,
    maxRequeues: 1,
    idleTimeout: IDLE_MS_MAX,
    connectionTimeout: timeouts.connectMs,
    dnsTimeout: timeouts.connectMs,
    greetingTimeout: timeouts.greetingMs,
    socketTimeout: timeouts.socketMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return {
    async send({ from, to, raw }) {
      try {
        const signal = AbortSignal.timeout(timeouts.wholeMs)
        const { response } = await transport.sendMail({ envelope: { from, to: [to] }, raw, signal })
        return sentOutcome(response)
      } catch (error) {
        return outcomeOfError(error)
      }
    },
    close: () => transport.close(),
  }
}
