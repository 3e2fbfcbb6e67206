import type pg from 'pg'

/** Notes that a migration ran, in its own transaction. */
export async function recordMigration(
  client: pg.Client,
  migration: { id: number; name: string; breaking: boolean; checksum: string },
): Promise<void> {
  const { id, name, breaking, checksum } = migration
  await client.query('INSERT INTO app.migration (id, name, breaking, checksum) VALUES ($1, $2, $3, $4)', [
    id,
    name,
    breaking,
    checksum,
  ])
}
