import { withClient } from '../platform/db/index.ts'

/**
 * Whether a pooler in transaction mode stands behind this address: two clients that are open at once then stand for one
 * session of the server, where each would have its own. Listening, jobs and migrations need a session.
 */
export async function sharesSessions(url: string): Promise<boolean> {
  return withClient(url, (first) =>
    withClient(url, async (second) => {
      const pid = 'SELECT pg_backend_pid() AS pid'
      const [one, other] = [await first.query(pid), await second.query(pid)]
      return one.rows[0].pid === other.rows[0].pid
    }),
  )
}
