import type { ResetReason } from '../../../contracts/realtime.ts'
import { type Credential, readStandings, type Standing } from '../../directory/auth/index.ts'
import { teamsByIds } from '../../directory/teams/index.ts'
import { type Database, read, type TenantRead } from '../../platform/db/index.ts'
import { notFound, Problem } from '../../platform/http/index.ts'
import type { HeldTopic } from './connection.ts'
import type { CursorForm } from './cursor.ts'
import type { CursorForms } from './cursor-forms.ts'
import { isOlderThan, readPosition, readTickets } from './log-queries.ts'
import type { StreamLimits } from './stream-limits.ts'
import { type AskedTopic, parseTopics, topicKey } from './topics.ts'
import { partIn, type Viewer } from './viewer.ts'

/** Who asks for a stream, for which topics, and from which position on (none: from now). */
export type StreamRequest = {
  tenantId: string
  credential: Credential
  topics: string
  cursor: string | undefined
}

/** A stream that may be opened. `from` is where it goes on; `reset` says why that is not where the client was. */
export type PreparedStream = {
  tenantId: string
  credential: Credential
  viewer: Viewer
  topics: Map<string, HeldTopic>
  epoch: number
  form: CursorForm
  lastSeq: number
  from: number
  reset: ResetReason | undefined
}

/**
 * Looks whether a stream may be opened, and from where. Refuses with `forbidden` for a team that the caller is not in,
 * `not-found` for a team or ticket that is hidden, foreign or absent, `contract-violation` for what is no topic.
 */
export async function prepareStream(
  db: Database,
  forms: CursorForms,
  limits: StreamLimits,
  request: StreamRequest,
): Promise<PreparedStream> {
  const { tenantId, credential, cursor } = request
  const asked = parseTopics(request.topics)
  return read(db, { tenantId, actorId: null }, async (tx) => {
    // The position first: a right that is lost after it stands in the log behind it, where the feed finds it.
    const { lastSeq, epoch } = await readPosition(tx)
    const viewer = (await readStandings(tx, [credential])).get(credential)
    if (viewer === undefined) throw new Problem('unauthenticated', 'Your session or API key has ended.')
    const topics = await resolveTopics(tx, viewer, asked)
    const form = await forms(tenantId, viewer)
    const start = await startOf(tx, { cursor, form, lastSeq, epoch, limits })
    return { tenantId, credential, viewer, topics, epoch, form, lastSeq, ...start }
  })
}

async function resolveTopics(
  tx: TenantRead,
  viewer: Standing,
  asked: readonly AskedTopic[],
): Promise<Map<string, HeldTopic>> {
  const topics = new Map<string, HeldTopic>()
  if (asked.some(({ kind }) => kind === 'me')) topics.set(topicKey('me', viewer.personId), { name: 'me' })
  await addTeams(tx, viewer, asked, topics)
  await addTickets(tx, viewer, asked, topics)
  return topics
}

async function addTeams(
  tx: TenantRead,
  viewer: Standing,
  asked: readonly AskedTopic[],
  topics: Map<string, HeldTopic>,
): Promise<void> {
  const teams = asked.filter((topic) => topic.kind === 'team')
  if (teams.length === 0) return
  const known = new Set(
    (
      await teamsByIds(
        tx,
        teams.map(({ of }) => of),
      )
    ).map(({ id }) => id),
  )
  for (const { of, name } of teams) {
    if (!known.has(of)) throw notFound('team')
    const isMember = viewer.role !== 'EMPLOYEE' && viewer.teams.some(({ id }) => id === of)
    if (viewer.role !== 'OWNER' && !isMember) throw new Problem('forbidden', 'You are not in this team.')
    topics.set(topicKey('team', of), { name })
  }
}

async function addTickets(
  tx: TenantRead,
  viewer: Standing,
  asked: readonly AskedTopic[],
  topics: Map<string, HeldTopic>,
): Promise<void> {
  const tickets = asked.filter((topic) => topic.kind === 'ticket')
  if (tickets.length === 0) return
  const keys = tickets.map(({ of }) => of).filter((of) => !isUuid(of))
  const found = await readTickets(tx, tickets.map(({ of }) => of).filter(isUuid), keys)
  for (const { of, name } of tickets) {
    const ticket = found.find(({ id, key }) => id === of || key === of)
    const part = ticket === undefined ? undefined : partIn(viewer, ticket)
    if (ticket === undefined || part === undefined) throw notFound('ticket')
    topics.set(topicKey('ticket', ticket.id), { name, part })
  }
}

/** A ticket's key is short and has no such length. */
function isUuid(of: string): boolean {
  return of.length === 36
}

/** Where the stream starts. A position that says nothing any more, or lies too far back, starts anew from now. */
async function startOf(
  tx: TenantRead,
  where: {
    cursor: string | undefined
    form: CursorForm
    lastSeq: number
    epoch: number
    limits: StreamLimits
  },
): Promise<{ from: number; reset: ResetReason | undefined }> {
  const { cursor, form, lastSeq, epoch, limits } = where
  if (cursor === undefined) return { from: lastSeq, reset: undefined }
  const position = form.parse(cursor)
  if (position === undefined || position.epoch !== epoch || position.seq > lastSeq)
    return { from: lastSeq, reset: 'unknown-position' }
  const { seq } = position
  if (
    lastSeq - seq > limits.resumeEvents ||
    (seq < lastSeq && (await isOlderThan(tx, seq, limits.resumeDays)))
  )
    return { from: lastSeq, reset: 'too-old' }
  return { from: seq, reset: undefined }
}
