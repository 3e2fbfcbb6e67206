import { Check } from 'typebox/value'
import { EmailAddress } from '../../../contracts/fields.ts'
import type { TenantTx } from '../../platform/db/index.ts'
import { Problem } from '../../platform/http/index.ts'
import { newId } from '../../platform/ids/index.ts'
import { append, type EventActor } from '../../platform/log/index.ts'
import { SYSTEM_ACTOR } from './actor.ts'
import { emailKey } from './email-address.ts'
import { type PersonBrief, personByEmail } from './queries.ts'
import { insertRequesterIfNew } from './store.ts'

const NAME_LENGTH_MAX = 200

/**
 * The person with this address, or a new requester: inside another command, in one trip, at once. When two commands
 * make the same person, the second waits for the first and gets its person. A name that mail brought is cut and
 * cleaned; an address that is none is refused with `contract-violation`.
 */
export async function findOrMakeRequester(
  tx: TenantTx,
  input: { email: string; name?: string | undefined },
  now: string,
  by: { actor: EventActor; cause: Record<string, string> } = { actor: SYSTEM_ACTOR, cause: {} },
): Promise<PersonBrief & { created: boolean }> {
  const { email } = input
  if (!email.isWellFormed() || email.includes('\0') || !Check(EmailAddress, email)) {
    throw new Problem('contract-violation', 'The requester needs a mail address.', {
      errors: [{ path: '/requester/email', message: 'is not an address' }],
    })
  }
  const id = newId()
  const name = presentableName(input.name, email)
  const [created, person] = await Promise.all([
    insertRequesterIfNew(tx, { id, name, email, now }),
    // A statement of its own, so that it sees a person that the insert had to wait for.
    personByEmail(tx, emailKey(email)),
  ])
  if (person === undefined) throw new Error('a requester that was just made is not there')
  if (created) {
    append(tx, {
      type: 'admin.person_created',
      visibility: 'INTERNAL',
      actor: by.actor,
      at: now,
      cause: by.cause,
      refs: { personId: id, role: 'EMPLOYEE' },
    })
  }
  return { ...person, created }
}

function presentableName(name: string | undefined, email: string): string {
  const plain = (name ?? '')
    .toWellFormed()
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim()
  const text = plain === '' ? (email.split('@', 1)[0] ?? email) : plain
  return [...text].slice(0, NAME_LENGTH_MAX).join('')
}
