import type { TenantTx } from '../../../platform/db/index.ts'
import { type AcknowledgementLimits, insertWithinLimits } from './acknowledgement-store.ts'
import { isRoleAddress } from './role-address.ts'

const LIMITS: AcknowledgementLimits = {
  addressHour: 3,
  addressDay: 10,
  mailboxHourFloor: 50,
  mailboxTimesUsual: 10,
}

/**
 * Claims the one acknowledgement of a ticket; false when it may not be made: there was one, the address belongs to a
 * machine, a duty or a mailbox of ours, it had 3 in an hour or 10 in a day, or the mailbox made ten times its usual
 * number of an hour (and at least 50). Two at once cannot both pass: see insertWithinLimits. `now` is app.now().
 * Rule: docs/behaviour/inbound-mail.md, "Acknowledgements".
 */
export async function claimAcknowledgement(
  tx: TenantTx,
  claim: { ticketId: string; mailboxId: string; address: string; addressKey: string; now: string },
): Promise<boolean> {
  const { ticketId, mailboxId, address, addressKey, now } = claim
  if (isRoleAddress(address)) return false
  return insertWithinLimits(tx, { ticketId, mailboxId, addressKey, now }, LIMITS)
}
