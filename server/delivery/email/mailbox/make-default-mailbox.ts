import { SYSTEM_ACTOR } from '../../../directory/people/index.ts'
import type { TenantTx } from '../../../platform/db/index.ts'
import { newId } from '../../../platform/ids/index.ts'
import { append } from '../../../platform/log/index.ts'
import { insertDefaultMailbox } from './mailbox-store.ts'

/** Makes the default mailbox of a new tenant, on its first team: where mail goes that names no mailbox. */
export function makeDefaultMailbox(tx: TenantTx, made: { teamId: string; now: string }): void {
  const id = newId()
  append(tx, {
    type: 'admin.mailbox_created',
    visibility: 'INTERNAL',
    actor: SYSTEM_ACTOR,
    at: made.now,
    refs: { mailboxId: id, teamId: made.teamId },
  })
  insertDefaultMailbox(tx, { id, ...made })
}
