/** A column that a row must fill. */
export type TableColumn = { name: string; type: string; has_default: boolean; checks: string[] | null }

const SAMPLES: Record<string, string> = {
  uuid: 'gen_random_uuid()',
  text: `'sample@x'`,
  integer: '1',
  bigint: '1',
  boolean: 'false',
  bytea: `'\\x01'`,
  jsonb: `'{}'`,
  'timestamp with time zone': `'2026-01-01Z'`,
  'text[]': `'{}'`,
  'bytea[]': `'{}'`,
}

/** An INSERT of one row that meets the table's own checks; foreign keys are not looked at. */
export function rowOf(table: string, tenantId: string, columns: TableColumn[]): string {
  const filled = columns.filter((column) => !column.has_default || column.name === 'tenant_id')
  const values = filled.map((column) => (column.name === 'tenant_id' ? `'${tenantId}'` : sample(column)))
  return `INSERT INTO app.${table} (${filled.map((column) => column.name).join(', ')}) VALUES (${values.join(', ')})`
}

function sample(column: TableColumn): string {
  const oneOf = /ARRAY\['([^']+)'/.exec(column.checks?.join(' ') ?? '')?.[1]
  if (oneOf !== undefined) return `'${oneOf}'`
  if (column.checks?.some((check) => check.includes('[0-9a-z]{8}'))) return `'abcd1234'`
  if (column.checks?.some((check) => check.includes('[A-Z][A-Z0-9]'))) return `'ZZ'`
  if (column.checks?.some((check) => check.includes('^[a-z]$'))) return `'a'`
  const bytes = /length\(\w+\) = (\d+)/.exec(column.checks?.join(' ') ?? '')?.[1]
  if (bytes !== undefined) return `decode(repeat('01', ${bytes}), 'hex')`
  const value = SAMPLES[column.type]
  if (value === undefined)
    throw new Error(`no sample for a column of type ${column.type}: add one to row-of.ts`)
  return value
}
