import { type Database, read, write } from '../../platform/db/index.ts'
import { makeTenantKey, tenantKeys } from '../../platform/keys/index.ts'
import { type CursorForm, PLAIN_CURSOR, sealedCursor } from './cursor.ts'
import type { Viewer } from './viewer.ts'

/** How a viewer of a tenant sees positions. */
export type CursorForms = (tenantId: string, viewer: Pick<Viewer, 'role'>) => Promise<CursorForm>

const PURPOSE = 'stream-cursor'

/** Plain positions for who works here, sealed ones for requesters. The keys of a tenant are read once a process. */
export function cursorForms(db: Database): CursorForms {
  const sealed = new Map<string, Promise<CursorForm>>()
  return async (tenantId, { role }) => {
    if (role !== 'EMPLOYEE') return PLAIN_CURSOR
    const known = sealed.get(tenantId)
    if (known !== undefined) return known
    const made = sealedFor(db, tenantId)
    sealed.set(tenantId, made)
    made.catch(() => sealed.delete(tenantId))
    return made
  }
}

async function sealedFor(db: Database, tenantId: string): Promise<CursorForm> {
  const scope = { tenantId, actorId: null }
  const known = await read(db, scope, (tx) => tenantKeys(tx, PURPOSE))
  const keys =
    known.length > 0 ? known : [(await write(db, scope, (tx) => makeTenantKey(tx, PURPOSE))).result]
  return sealedCursor(keys, tenantId)
}
