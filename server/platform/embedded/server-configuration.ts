import { totalmem } from 'node:os'

const MEGABYTE = 1024 * 1024

/**
 * The text of postgresql.conf, written at every start. What an administrator sets with ALTER SYSTEM wins over it. Only
 * a unix socket is opened, and no statement, value or message of a customer reaches the log.
 */
export function serverConfiguration(memoryBytes = availableMemory()): string {
  const settings = {
    listen_addresses: "''",
    unix_socket_permissions: '0700',
    max_connections: 100,
    password_encryption: "'scram-sha-256'",
    shared_buffers: `${sharedBuffersMegabytes(memoryBytes)}MB`,
    fsync: 'on',
    synchronous_commit: 'on',
    full_page_writes: 'on',
    wal_level: 'replica',
    wal_compression: 'on',
    max_wal_size: '1GB',
    min_wal_size: '80MB',
    checkpoint_timeout: '15min',
    jit: 'off',
    timezone: "'UTC'",
    log_timezone: "'UTC'",
    datestyle: "'iso, ymd'",
    default_text_search_config: "'pg_catalog.english'",
    log_destination: "'stderr'",
    logging_collector: 'off',
    log_min_messages: 'warning',
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
    log_checkpoints: 'off',
    log_line_prefix: "'%m [%p] %q%u@%d '",
  }
  const lines = Object.entries(settings).map(([name, value]) => `${name} = ${value}`)
  return ['# Written by Docket at every start. For your own values use ALTER SYSTEM.', ...lines, ''].join(
    '\n',
  )
}

/** An eighth of the memory, at least 128 MB (256 MB from 2 GB of memory on), at most 1 GB. */
export function sharedBuffersMegabytes(memoryBytes: number): number {
  const eighth = Math.floor(memoryBytes / 8 / MEGABYTE)
  return Math.min(1024, Math.max(128, eighth))
}

function availableMemory(): number {
  const limit = process.constrainedMemory()
  return limit > 0 ? Math.min(limit, totalmem()) : totalmem()
}
