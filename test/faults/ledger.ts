import type { Acknowledged } from './ticket-load.ts'
import { ask } from './trial-server.ts'
import { until } from './until.ts'

/**
 * Compares what was acknowledged with what is there; each line of the answer is a broken promise. Rule:
 * docs/behaviour/nothing-lost.md.
 */
export async function brokenPromises(url: string, { tickets, mails }: Acknowledged): Promise<string[]> {
  const there = await ask<{ subject: string; ids: string[] }>(
    url,
    'SELECT subject, array_agg(id::text) AS ids FROM app.ticket GROUP BY subject',
  )
  const bySubject = new Map(there.map(({ subject, ids }) => [subject, ids]))
  return [
    ...there
      .filter(({ ids }) => ids.length > 1)
      .map(({ subject, ids }) => `"${subject}" is there ${ids.length} times`),
    ...[...tickets]
      .filter(([subject, id]) => bySubject.get(subject)?.[0] !== id)
      .map(
        ([subject, id]) =>
          `ticket "${subject}" was acknowledged as ${id}, there is ${bySubject.get(subject)}`,
      ),
    ...(await brokenMails(url, mails, bySubject)),
    ...(await brokenLogs(url)),
  ]
}

/** Waits until readers stand at the counter, no job is due and every mail is final. Rejects with what is left to do. */
export async function untilSettled(url: string): Promise<void> {
  try {
    await until('a settled desk', async () => (await leftToDo(url)).length === 0)
  } catch (cause) {
    throw new Error(`not settled; left to do: ${JSON.stringify(await leftToDo(url))}`, { cause })
  }
}

/** What waits for a reader, a worker or a decision, at most 20 of it. */
function leftToDo(url: string): Promise<unknown[]> {
  return ask(
    url,
    `SELECT 'reader' AS what, c.tenant_id::text AS id, json_build_object('counter', c.last_seq, 'position', r.position) AS how
        FROM app.tenant_counter c LEFT JOIN app.log_reader r ON r.tenant_id = c.tenant_id
        WHERE c.last_seq > coalesce(r.position, 0)
      UNION ALL SELECT 'job', id::text, json_build_object('task', task_identifier, 'attempts', attempts, 'lockedBy', locked_by, 'key', key) FROM graphile_worker.jobs j WHERE run_at <= now()
      UNION ALL SELECT 'mail', id::text, json_build_object('state', state, 'reason', reason, 'attempts', attempts)
        FROM app.inbound WHERE state IN ('RECEIVED', 'PROCESSING', 'RETRY') LIMIT 20`,
  )
}

async function brokenMails(
  url: string,
  mails: ReadonlyMap<string, string>,
  tickets: ReadonlyMap<string, string[]>,
): Promise<string[]> {
  const rows = await ask<{ id: string; state: string; reason: string | null }>(
    url,
    'SELECT id, state, reason FROM app.inbound',
  )
  const byId = new Map(rows.map((row) => [row.id, row]))
  return [...mails].flatMap(([subject, id]) => {
    const mail = byId.get(id)
    if (mail === undefined) return [`mail "${subject}" was acknowledged as ${id} and is not there`]
    if (mail.state !== 'TICKET_CREATED') return [`mail "${subject}" ended as ${mail.state} (${mail.reason})`]
    return tickets.has(subject) ? [] : [`mail "${subject}" has no ticket`]
  })
}

/** Holes in the log, facts without their ticket and tickets without their fact, events that readers gave up. */
async function brokenLogs(url: string): Promise<string[]> {
  const logs = await ask<Record<string, number | string>>(
    url,
    `SELECT c.tenant_id AS tenant, c.last_seq::int AS counter, count(e.seq)::int AS events,
        coalesce(min(e.seq), 1)::int AS first, coalesce(max(e.seq), 0)::int AS last
      FROM app.tenant_counter c LEFT JOIN app.event e ON e.tenant_id = c.tenant_id GROUP BY c.tenant_id, c.last_seq`,
  )
  const [facts] = await ask<{ unmatched: number; parked: number; tried: number }>(
    url,
    `SELECT (SELECT count(*) FROM app.ticket t WHERE 1 <> (SELECT count(*) FROM app.event e
          WHERE e.tenant_id = t.tenant_id AND e.ticket_id = t.id AND e.type = 'ticket.created'))::int
        + (SELECT count(*) FROM app.event e WHERE e.type = 'ticket.created'
          AND NOT EXISTS (SELECT FROM app.ticket t WHERE t.tenant_id = e.tenant_id AND t.id = e.ticket_id))::int AS unmatched,
      (SELECT count(*) FROM app.reader_parked)::int AS parked, (SELECT count(*) FROM app.reader_attempt)::int AS tried`,
  )
  return [
    ...logs
      .filter(({ counter, events, first, last }) => first !== 1 || last !== counter || events !== counter)
      .map((log) => `the log has a hole: ${JSON.stringify(log)}`),
    ...(facts?.unmatched === 0 ? [] : [`${facts?.unmatched} tickets and their facts do not match`]),
    ...(facts?.parked === 0 && facts.tried === 0 ? [] : [`readers gave up events: ${JSON.stringify(facts)}`]),
  ]
}
