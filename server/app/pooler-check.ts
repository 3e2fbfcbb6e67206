import { withClient } from '../platform/db/index.ts'

/**
 * Whether a pooler in transaction mode stands behind this address: then two clients that are open at once meet in one
 * session of the server, or one client in two, where each would have its own. Listening, jobs and migrations need a
 * session.
 */
export async function sharesSessions(url: string): Promise<boolean> {
  return withClient(url, (first) =>
    withClient(url, async (second) => {
      const sessions: number[] = []
      // The first asks twice: a pooler that takes its sessions in turn gives it another, one that keeps to the last used
      // gives the same to the second.
      for (const client of [first, first, second])
        sessions.push((await client.query('SELECT pg_backend_pid() AS pid')).rows[0].pid)
      const [one, again, other] = sessions
      return one !== again || one === other
    }),
  )
}
