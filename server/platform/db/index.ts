/** The one door of the database: statements, the tenant transaction, roles and migrations. */

export { startCounter } from './counter-store.ts'
export { type Database, registry, TIME_LIMITS, type TimeLimits, withClockMoved } from './database.ts'
export { describeSchema } from './describe-schema.ts'
export { MigrationError, migrate, readMigrations } from './migrate.ts'
export { openDatabase } from './open-database.ts'
export { isDatabaseUnavailable, sqlState, uniqueViolation } from './pg-errors.ts'
export { type Pool, rfc3339 } from './pool.ts'
export { bootstrapRoles, type DatabaseRoles, type DatabaseUrls, withClient } from './roles.ts'
export { joinSql, json, rawSql, type Sql, sql, UnstorableText } from './sql.ts'
export {
  type PendingSeq,
  read,
  type TenantRead,
  type TenantScope,
  type TenantTx,
  type Written,
  write,
} from './tenant-tx.ts'
