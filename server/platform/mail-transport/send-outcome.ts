/**
 * What a server said of one mail. `temporary`: try the same mail again (also when it is not known whether it arrived).
 * Else a refusal for good: of the desk's sign-in (`access`), by a `policy` that may be about the desk or about this mail,
 * of the `sender`'s address, of the `recipient`, or of this `mail`. `status` is the enhanced status code (RFC 3463) where the server gave one.
 */
export type SendOutcome = { kind: OutcomeKind; status: string | null; detail: string }
type OutcomeKind = 'sent' | 'temporary' | 'access' | 'policy' | 'sender' | 'recipient' | 'mail'

const DETAIL_CHARS_MAX = 500
/** RFC 3463 sec. 3.2 and 3.3: the address, or a mailbox that is disabled or full; other codes 5.2 speak of the mail's length or of lists. */
const OF_RECIPIENT = /^5\.(?:1\.\d+|2\.[12])$/

/** Reads an error of the SMTP client. Pure and total. RFC 5321 sec. 4.2, RFC 3463; docs/behaviour/outgoing-mail.md. */
export function outcomeOfError(error: unknown): SendOutcome {
  const { code, responseCode, response, command, message } = facts(error)
  const status = /^\d{3}[ -](\d\.\d{1,3}\.\d{1,3})(?:\s|$)/.exec(response)?.[1] ?? null
  const detail = oneLine(response === '' ? message : response)
  const permanent = responseCode >= 500 && responseCode <= 599
  return {
    kind: permanent ? refusalOf(code, command, responseCode, status) : unanswered(code),
    status,
    detail,
  }
}

/** The outcome of a mail that the server took. */
export function sentOutcome(response: string): SendOutcome {
  return { kind: 'sent', status: null, detail: oneLine(response) }
}

function refusalOf(
  code: string,
  command: string,
  responseCode: number,
  status: string | null,
): SendOutcome['kind'] {
  // 530, 534, 535, 538: what RFC 4954 answers to who has not signed in, or not in this way.
  if (code === 'EAUTH' || [530, 534, 535, 538].includes(responseCode)) return 'access'
  if (status?.startsWith('5.7.') === true) return 'policy'
  if (code !== 'EENVELOPE' && code !== 'EMESSAGE') return 'temporary'
  if (command === 'MAIL FROM') return status !== null && /^5\.1\.[78]$/.test(status) ? 'sender' : 'mail'
  if (command === 'RCPT TO') return 'recipient'
  return status !== null && OF_RECIPIENT.test(status) ? 'recipient' : 'mail'
}

/** Nobody answered, or not for good. An address that cannot be written into an envelope never can. */
function unanswered(code: string): SendOutcome['kind'] {
  return code === 'EENVELOPE_INVALID' ? 'recipient' : 'temporary'
}

type Facts = { code: string; responseCode: number; response: string; command: string; message: string }

function facts(error: unknown): Facts {
  const { code, responseCode, response, command } = (error ?? {}) as Record<string, unknown>
  const message = error instanceof Error ? error.message : 'the server could not be reached'
  const invalid = code === 'EENVELOPE' && command === 'API'
  return {
    code: invalid ? 'EENVELOPE_INVALID' : typeof code === 'string' ? code : '',
    responseCode: typeof responseCode === 'number' ? responseCode : 0,
    response: typeof response === 'string' ? response : '',
    command: typeof command === 'string' ? command : '',
    message,
  }
}

function oneLine(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
    .slice(0, DETAIL_CHARS_MAX)
    .toWellFormed()
}
