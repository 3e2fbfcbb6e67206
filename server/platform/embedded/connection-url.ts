import type { Credentials, LoginRole, SUPERUSER } from './credentials.ts'

/** Name of the embedded server's database. */
export const DATABASE = 'docket'

/**
 * The URL of a database on a unix socket as pg reads it. The host before the path is a placeholder that makes it a
 * valid URL; `host` names the socket's folder. Port and sslmode are spelt out so that PGPORT and PGSSLMODE of the
 * user's shell do not reach in.
 */
export function connectionUrl(
  role: LoginRole | typeof SUPERUSER,
  credentials: Credentials,
  socketDir: string,
  database = DATABASE,
): string {
  const query = new URLSearchParams({ host: socketDir, port: '5432', sslmode: 'disable' })
  return `postgres://${role}:${encodeURIComponent(credentials[role])}@localhost/${database}?${query}`
}
