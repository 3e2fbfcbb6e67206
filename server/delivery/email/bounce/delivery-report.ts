import { headerBlockEnd, headerFields, normMessageId } from '../parse/index.ts'

/** What became of one recipient (RFC 3464 sec. 2.3). `status` is an enhanced code: `5.1.1`. */
export type ReportedRecipient = {
  action: 'failed' | 'delayed' | 'delivered' | 'relayed' | 'expanded'
  status: string
  diagnostic: string
  /** Final and original recipient, lower case, without their type. */
  addresses: string[]
}
/** A delivery status notification: what became of whom, and the Message-ID of the mail that it is about. */
export type DeliveryReport = { recipients: ReportedRecipient[]; returnedMessageId?: string }

/** What a report says of the one recipient of a delivery. */
export type BounceVerdict = { outcome: 'FAILED' | 'DELAYED' | 'NO_FAULT'; status: string; diagnostic: string }

type Part = { contentType: string; content: Buffer }

const STATUS_TYPES = new Set(['message/delivery-status', 'message/global-delivery-status'])
const RETURNED_TYPES = new Set([
  'message/rfc822',
  'message/global',
  'text/rfc822-headers',
  'message/global-headers',
])
const READ_BYTES_MAX = 64 * 1024
const RECIPIENTS_MAX = 100
const DIAGNOSTIC_MAX = 500
const ACTIONS = ['failed', 'delayed', 'delivered', 'relayed', 'expanded'] as const

/**
 * Reads a delivery report out of the parts of a mail, however deep they lay: the machine-readable one says what
 * happened, the returned one which mail it is about. Undefined without a recipient that it says something of. Total and
 * bounded: 64 KiB of a part, 100 recipients. RFC 3464, 6522, 6533. Pure.
 */
export function readDeliveryReport(parts: readonly Part[]): DeliveryReport | undefined {
  const recipients = parts
    .filter((part) => STATUS_TYPES.has(part.contentType))
    .flatMap((part) => recipientsOf(part.content.subarray(0, READ_BYTES_MAX)))
    .slice(0, RECIPIENTS_MAX)
  if (recipients.length === 0) return undefined
  const returned = parts
    .filter((part) => RETURNED_TYPES.has(part.contentType))
    .map((part) => messageIdOf(part.content.subarray(0, READ_BYTES_MAX)))
    .find((id) => id !== undefined)
  return { recipients, ...(returned === undefined ? {} : { returnedMessageId: returned }) }
}

/**
 * What a report says of a delivery to this address: the worst of what it says of it; of all its recipients where it
 * names another, as it does when the address is an alias. Pure. Rule: docs/behaviour/bounces.md.
 */
export function bounceVerdict(report: DeliveryReport, addressKey: string): BounceVerdict {
  const named = report.recipients.filter((one) => one.addresses.includes(addressKey))
  const about = named.length > 0 ? named : report.recipients
  const failed = about.filter((one) => one.action === 'failed')
  const worst = failed.find((one) => one.status.startsWith('5')) ?? failed[0]
  if (worst !== undefined) return { outcome: 'FAILED', ...saidOf(worst) }
  const late = about.find((one) => one.action === 'delayed')
  if (late !== undefined) return { outcome: 'DELAYED', ...saidOf(late) }
  return { outcome: 'NO_FAULT', status: about[0]?.status ?? '2.0.0', diagnostic: '' }
}

function saidOf({ status, diagnostic }: ReportedRecipient) {
  return { status, diagnostic }
}

/** Groups of fields are parted by empty lines; the first, of the whole mail, names nobody. */
function recipientsOf(content: Buffer): ReportedRecipient[] {
  const found: ReportedRecipient[] = []
  for (let at = 0; at < content.length && found.length < RECIPIENTS_MAX; ) {
    const end = headerBlockEnd(content, at)
    found.push(...inGroup(content.subarray(at, end)))
    at = end
  }
  return found
}

/** Some reports run several recipients together: each Final-Recipient begins a new one. */
function inGroup(block: Buffer): ReportedRecipient[] {
  const groups: Map<string, string>[] = [new Map()]
  for (const { name, value } of headerFields(block)) {
    if (name === 'final-recipient' && groups.at(-1)?.has(name)) groups.push(new Map())
    const group = groups.at(-1)
    if (group !== undefined && !group.has(name)) group.set(name, value)
  }
  return groups.flatMap((group) => recipientOf(group) ?? [])
}

function recipientOf(fields: ReadonlyMap<string, string>): ReportedRecipient | undefined {
  const addresses = ['final-recipient', 'original-recipient']
    .map((name) => addressOf(fields.get(name) ?? ''))
    .filter((address) => address !== '')
  if (addresses.length === 0 && !fields.has('action')) return undefined
  const diagnostic = plainText(fields.get('diagnostic-code') ?? '')
  const status = statusIn(fields.get('status') ?? '') ?? statusIn(diagnostic)
  const action = actionOf(fields.get('action') ?? '', status)
  if (action === undefined) return undefined
  return { action, status: status ?? (action === 'failed' ? '5.0.0' : '4.0.0'), diagnostic, addresses }
}

function actionOf(value: string, status: string | undefined): ReportedRecipient['action'] | undefined {
  const word = /^[a-z]+/.exec(value.trim().toLowerCase())?.[0]
  const named = ACTIONS.find((action) => action === word)
  if (named !== undefined) return named
  if (status === undefined) return undefined
  return status.startsWith('5') ? 'failed' : status.startsWith('4') ? 'delayed' : 'delivered'
}

function statusIn(text: string): string | undefined {
  return /(?:^|[^\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.]\d)/.exec(text.slice(0, DIAGNOSTIC_MAX))?.[1]
}

function addressOf(value: string): string {
  const address = value
    .slice(0, 1000)
    .replace(/^[^;]*;/, '')
    .trim()
    .replace(/^<(.*)>$/, '$1')
  return address.includes('@') ? address.toLowerCase().normalize('NFC').toWellFormed() : ''
}

function plainText(value: string): string {
  return value
    .slice(0, DIAGNOSTIC_MAX)
    .toWellFormed()
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim()
}

function messageIdOf(returned: Buffer): string | undefined {
  const fields = headerFields(returned.subarray(0, headerBlockEnd(returned)))
  return normMessageId(fields.find((field) => field.name === 'message-id')?.value ?? '')
}
