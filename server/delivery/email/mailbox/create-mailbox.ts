import type { Mailbox } from '../../../../contracts/mailboxes.ts'
import { type Actor, emailKey, eventActor } from '../../../directory/people/index.ts'
import { teamById } from '../../../directory/teams/index.ts'
import type { TenantTx } from '../../../platform/db/index.ts'
import { notFound, Problem } from '../../../platform/http/index.ts'
import { newId } from '../../../platform/ids/index.ts'
import { append } from '../../../platform/log/index.ts'
import { refusedAddress } from './mailbox-address.ts'
import { addressTaken } from './mailbox-queries.ts'
import { insertMailbox, lockMailboxes } from './mailbox-store.ts'

/** What an owner says of a mailbox to be. */
export type MailboxInput = {
  address: string
  teamId: string
  displayName?: string
  isDefault?: boolean
  verified?: boolean
}

/**
 * Adds a mailbox. Refuses with `contract-violation` an address that none may have, with `already-exists` one that is a
 * mailbox's already, here or at another tenant, and with `not-found` a team that is not there.
 * Rule: docs/behaviour/inbound-mail.md, "Mailboxes".
 */
export async function createMailbox(tx: TenantTx, actor: Actor, input: MailboxInput): Promise<Mailbox> {
  const { teamId, displayName = null, isDefault = false, verified = false } = input
  const address = emailKey(input.address)
  const refused = refusedAddress(address)
  if (refused !== undefined) {
    throw new Problem('contract-violation', `This address ${refused}.`, {
      errors: [{ path: '/address', message: refused }],
    })
  }
  const [, { taken, now }, team] = await Promise.all([
    isDefault ? lockMailboxes(tx) : undefined,
    addressTaken(tx, address),
    teamById(tx, teamId),
  ])
  if (team === undefined) throw notFound('team')
  if (taken) throw new Problem('already-exists', `There is already a mailbox ${address}.`)
  const id = newId()
  insertMailbox(tx, { id, address, teamId, displayName, isDefault, verified, now })
  append(tx, {
    type: 'admin.mailbox_created',
    visibility: 'INTERNAL',
    actor: eventActor(actor),
    at: now,
    cause: actor.cause,
    refs: { mailboxId: id, teamId },
  })
  const settings = { teamId, displayName, isDefault, acceptAutomated: false, ownLists: [], verified }
  return { id, address, ...settings, pausedAt: null, pauseReason: null, version: 1, createdAt: now }
}
