import type pg from 'pg'

/** What is planted for one tenant. Its teams must be there already. */
export type Planting = { tenantId: string; tickets: number; agents: number; requesters: number }

const CHUNK = 100_000

/**
 * Plants tickets of three years with their messages and participants by SQL, the same for the same numbers: 15 % open, 3 % resolved, the
 * rest closed; a few teams, agents and requesters have most of them. The log stays without their facts; its counter and
 * its readers stand behind them. Ends with VACUUM and ANALYZE.
 */
export async function plantTickets(
  sql: pg.Client,
  planting: Planting,
  onProgress: (planted: number) => void = () => {},
): Promise<void> {
  const { tenantId, tickets, agents, requesters } = planting
  await sql.query(`SET app.tenant_id = '${tenantId}'; SET TimeZone = 'UTC'; SET synchronous_commit = off;
    SET enable_nestloop = off`)
  await sql.query(PEOPLE, [tenantId, 'AGENT', agents])
  await sql.query(PEOPLE, [tenantId, 'EMPLOYEE', requesters])
  for (let from = 1; from <= tickets; from += CHUNK) {
    const to = Math.min(tickets, from + CHUNK - 1)
    await sql.query(TICKETS, [tenantId, from, to, tickets])
    await sql.query(MESSAGES, [tenantId, from, to])
    await sql.query(PARTICIPANTS, [tenantId, from, to])
    onProgress(to)
  }
  const lastSeq = tickets * 4
  await sql.query('UPDATE app.tenant_counter SET last_seq = $2 WHERE tenant_id = $1', [tenantId, lastSeq])
  await sql.query('UPDATE app.log_reader SET position = $2 WHERE tenant_id = $1', [tenantId, lastSeq])
  await sql.query('SELECT setval($1::regclass, $2)', [
    `ticket_number.t${tenantId.replaceAll('-', '')}`,
    tickets,
  ])
  for (const table of ['ticket', 'message', 'person', 'team', 'team_member', 'participant', 'event'])
    await sql.query(`VACUUM (ANALYZE) app.${table}`)
  await sql.query('RESET enable_nestloop')
}

/** A "random" number in [0, 1) that is the same for the same row in every run. */
function u(row: string, salt: number): string {
  return `((hashint8extended(${row}, ${salt}) & 1073741823)::float8 / 1073741824)`
}

/** A uuid v7 of an instant, the rest made of the row. */
function uuid(instant: string, row: string, salt: number): string {
  return `(lpad(to_hex((extract(epoch FROM ${instant}) * 1000)::bigint), 12, '0') || '7' || substr(md5(${row} || '${salt}'), 1, 3)
    || '8' || substr(md5(${row} || '${salt}'), 4, 15))::uuid`
}

const PEOPLE = `INSERT INTO app.person (tenant_id, id, name, email, email_key, role, created_at, updated_at)
  SELECT $1, ${uuid("'2026-01-01Z'::timestamptz + i * interval '1 ms'", 'i::text || $2', 1)}, initcap($2) || ' ' || i,
    lower($2) || i || '@bench.example', lower($2) || i || '@bench.example', $2, '2026-01-01Z', '2026-01-01Z'
  FROM generate_series(1, $3::bigint) AS i`

// Powers of an even number make the few that have most: the first of 50,000 requesters has about 1 % of the tickets,
// the first of 20 teams over a fifth.
const TICKETS = `WITH numbered AS (
    SELECT i, ${u('i', 1)} AS s, ${u('i', 3)} AS p, now() - ($4::bigint - i + 1) * (interval '1095 days' / $4::bigint) AS created_at
    FROM generate_series($2::bigint, $3::bigint) AS i
  ), teams AS (SELECT id, prefix, row_number() OVER (ORDER BY position) - 1 AS n, count(*) OVER () AS of FROM app.team WHERE tenant_id = $1
  ), agents AS (SELECT id, row_number() OVER (ORDER BY id) - 1 AS n, count(*) OVER () AS of FROM app.person WHERE tenant_id = $1 AND role = 'AGENT'
  ), requesters AS (SELECT id, row_number() OVER (ORDER BY id) - 1 AS n, count(*) OVER () AS of FROM app.person WHERE tenant_id = $1 AND role = 'EMPLOYEE'
  ), stated AS MATERIALIZED (
    SELECT i, p, created_at, CASE WHEN s < 0.03 THEN 'NEW' WHEN s < 0.045 THEN 'TRIAGED' WHEN s < 0.075 THEN 'ASSIGNED' WHEN s < 0.105 THEN 'IN_PROGRESS'
      WHEN s < 0.13 THEN 'WAITING_ON_REQUESTER' WHEN s < 0.145 THEN 'WAITING_ON_VENDOR' WHEN s < 0.15 THEN 'REOPENED'
      WHEN s < 0.18 THEN 'RESOLVED' ELSE 'CLOSED' END AS status,
      floor(power(${u('i', 10)}, 2) * (SELECT of FROM teams LIMIT 1))::bigint AS team,
      floor(power(${u('i', 11)}, 2) * (SELECT of FROM agents LIMIT 1))::bigint AS agent,
      floor(power(${u('i', 12)}, 2.4) * (SELECT of FROM requesters LIMIT 1))::bigint AS requester FROM numbered
  )
  INSERT INTO app.ticket (tenant_id, id, number, key, subject, status, priority, channel, team_id, assignee_id, requester_id, version,
    seq, public_seq, requester_seq, created_at, updated_at, due_at, resolved_at, closed_at)
  SELECT $1, ${uuid('t.created_at', 't.i::text', 2)}, t.i, teams.prefix || '-' || t.i,
    'Request ' || t.i || ' about ' || substr(md5(t.i::text), 1, 12), t.status,
    CASE WHEN t.p < 0.02 THEN 'P1' WHEN t.p < 0.15 THEN 'P2' WHEN t.p < 0.8 THEN 'P3' ELSE 'P4' END,
    CASE WHEN ${u('t.i', 4)} < 0.6 THEN 'EMAIL' ELSE 'PORTAL' END, teams.id,
    CASE WHEN t.status IN ('NEW', 'TRIAGED') THEN NULL ELSE agents.id END, requesters.id, 1 + (${u('t.i', 5)} * 8)::int,
    t.i * 4, t.i * 4, t.i * 4, date_trunc('milliseconds', t.created_at),
    date_trunc('milliseconds', least(now(), t.created_at + ${u('t.i', 6)} * interval '10 days')),
    CASE WHEN ${u('t.i', 7)} < 0.3 THEN 'infinity' ELSE date_trunc('milliseconds', t.created_at + ${u('t.i', 8)} * interval '14 days') END,
    CASE WHEN t.status = 'RESOLVED' THEN now() - ${u('t.i', 9)} * interval '6 days' WHEN t.status = 'CLOSED' THEN t.created_at + interval '5 days' END,
    CASE WHEN t.status = 'CLOSED' THEN t.created_at + interval '12 days' END
  FROM stated t JOIN teams ON teams.n = t.team JOIN agents ON agents.n = t.agent JOIN requesters ON requesters.n = t.requester
  ORDER BY t.i`

const MESSAGES = `INSERT INTO app.message (tenant_id, id, ticket_id, seq, author_id, author_kind, visibility, channel, body, body_html, created_at)
  SELECT $1, ${uuid('t.created_at', "t.number::text || 'm' || m", 3)}, t.id, t.number * 4 - 3 + m, t.requester_id, 'REQUESTER', 'PUBLIC', t.channel,
    repeat('The printer is on fire. ', 4) || t.number, '<p>' || repeat('The printer is on fire. ', 4) || t.number || '</p>', t.created_at
  FROM app.ticket t, generate_series(1, CASE WHEN ${u('t.number', 13)} < 0.3 THEN 2 ELSE 1 END) AS m
  WHERE t.tenant_id = $1 AND t.number BETWEEN $2 AND $3`

const PARTICIPANTS = `INSERT INTO app.participant (tenant_id, ticket_id, person_id, since_seq)
  SELECT $1, t.id, p.id, t.seq FROM app.ticket t
  JOIN (SELECT id, row_number() OVER (ORDER BY id) - 1 AS n FROM app.person WHERE tenant_id = $1) AS p
    ON p.n = t.number * 7919 % (SELECT count(*) FROM app.person WHERE tenant_id = $1)
  WHERE t.tenant_id = $1 AND t.number BETWEEN $2 AND $3 AND ${u('t.number', 14)} < 0.05 AND p.id <> t.requester_id`
