import { createHash, randomBytes } from 'node:crypto'
import { type Database, registry, sql, type TenantTx } from '../../platform/db/index.ts'

const TOKEN_BYTES = 24
const TRIES_MAX = 5

/**
 * The one-time token of the first set-up, to be printed; null once an organisation exists. Each start makes a new one,
 * or takes the `preset` one, and the one before is worth nothing from then on.
 */
export async function ensureSetupToken(db: Database, preset?: string): Promise<string | null> {
  const token = preset ?? randomBytes(TOKEN_BYTES).toString('base64url')
  const hash = setupTokenHash(token)
  for (let tries = 1; tries <= TRIES_MAX; tries += 1) {
    await registry(db, sql`DELETE FROM app.setup_token`)
    const stored = await registry(
      db,
      sql`INSERT INTO app.setup_token (token_hash) SELECT ${hash} WHERE NOT EXISTS (SELECT 1 FROM app.tenant)
        ON CONFLICT DO NOTHING RETURNING 1`,
    )
    if (stored.length > 0) return token
    if (await hasTenant(db)) return null
    // Another process that starts right now was faster: the last one's token counts.
  }
  throw new Error('the set-up token could not be stored')
}

/** The hash of the token that waits to be used; undefined when there is none. */
export async function waitingSetupToken(db: Database): Promise<Buffer | undefined> {
  const [row] = await registry<{ hash: Buffer }>(db, sql`SELECT token_hash AS hash FROM app.setup_token`)
  return row?.hash
}

/** Uses up the token; answers whether it was there to be used and no organisation exists. */
export async function takeSetupToken(tx: TenantTx, hash: Buffer): Promise<boolean> {
  const [taken, [tenant]] = await Promise.all([
    tx.rows(sql`DELETE FROM app.setup_token WHERE token_hash = ${hash} RETURNING 1`),
    tx.rows<{ exists: boolean }>(sql`SELECT EXISTS (SELECT 1 FROM app.tenant) AS exists`),
  ])
  return taken.length > 0 && tenant?.exists === false
}

/** Drops a token that nobody needs any more: an organisation is made in another way. */
export function dropSetupToken(tx: TenantTx): void {
  tx.defer(sql`DELETE FROM app.setup_token`)
}

/** What is stored of a token. */
export function setupTokenHash(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}

async function hasTenant(db: Database): Promise<boolean> {
  const [row] = await registry<{ exists: boolean }>(
    db,
    sql`SELECT EXISTS (SELECT 1 FROM app.tenant) AS exists`,
  )
  return row?.exists === true
}
