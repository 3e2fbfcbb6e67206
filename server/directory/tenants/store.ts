import { randomInt } from 'node:crypto'
import { sql, startCounter, type TenantTx } from '../../platform/db/index.ts'
import { slugFrom } from './slug.ts'

const CREATION_LOCK = 0x74656e61
const SHORT_ALPHABET = '0123456789abcdefghijklmnopqrstuvwxyz'
const SHORT_LENGTH = 8

/** The eight random characters that stand for a tenant in its keys and cookies. */
export function newTenantShort(): string {
  return Array.from({ length: SHORT_LENGTH }, () => SHORT_ALPHABET[randomInt(SHORT_ALPHABET.length)]).join('')
}

/** Lets one transaction at a time make a tenant, to its end: the race for the set-up token and for slugs. */
export async function lockTenantCreation(tx: TenantTx): Promise<void> {
  await tx.rows(sql`SELECT pg_advisory_xact_lock(${CREATION_LOCK})`)
}

/**
 * Writes the rows that every tenant begins with: itself, its counter of the log, its settings and its ticket numbers.
 * The transaction's tenant id is the new one. Call under `lockTenantCreation`, which keeps the slug free.
 */
export async function insertTenant(
  tx: TenantTx,
  tenant: { short: string; name: string; now: string },
): Promise<{ slug: string }> {
  const taken = await tx.rows<{ slug: string }>(sql`SELECT slug FROM app.tenant`)
  const slugs = new Set(taken.map((row) => row.slug))
  const slug = slugFrom(tenant.name, (one) => slugs.has(one))
  tx.defer(sql`INSERT INTO app.tenant (id, short, name, slug, created_at)
    VALUES (${tx.tenantId}, ${tenant.short}, ${tenant.name}, ${slug}, ${tenant.now})`)
  startCounter(tx)
  tx.defer(sql`INSERT INTO app.tenant_setting (tenant_id) VALUES (${tx.tenantId})`)
  tx.defer(sql`SELECT app.make_ticket_numbers()`)
  return { slug }
}
