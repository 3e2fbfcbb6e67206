import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { openStream } from '../../../test/harness/index.ts'
import { withoutTimersFrom } from '../../../test/harness/short-timers.ts'
import { type StreamDesk, startStreamDesk, typesOf } from '../../../test/realtime/stream-desk.ts'
import { sql } from '../../platform/db/index.ts'
import type { StreamLimits } from './index.ts'

const open: StreamDesk[] = []
async function deskWith(limits: Partial<StreamLimits>): Promise<StreamDesk> {
  const at = await startStreamDesk(limits)
  open.push(at)
  return at
}
let at: StreamDesk
let topics: string
let key: string
beforeAll(async () => {
  at = await deskWith({
    heartbeatMs: 150,
    reviewMs: 100,
    backlogBytes: 64 * 1024,
    resumeEvents: 300,
    graceMs: 300,
  })
  topics = `team:${at.owner.teamId}`
  key = at.cast.agent.key
})
afterEach(() => at.closeAll())
afterAll(async () => {
  for (const one of open) await one.stop()
})

describe('the sign of life', () => {
  it('carries the highest position looked at, and how many events were sent', async () => {
    const mine = await at.open({ topics: 'me', key })
    const team = await at.open({ topics, key })
    await at.ticket()
    const seq = await at.lastSeq()
    const quiet = await mine.frame(({ id, event }) => event === 'hb' && id === `1.${seq}`)
    expect(quiet.data).toEqual({ sent: 0 })
    const busy = await team.frame(({ id, event }) => event === 'hb' && id === `1.${seq}`)
    expect(busy.data).toEqual({ sent: 2 })
  })
})

describe('a position', () => {
  it('too many events back starts anew; one as far back as may be resumes', async () => {
    const { id: ticketId } = await at.ticket()
    const from = await at.lastSeq()
    await at.tell(...Array.from({ length: 300 }, () => ({ ticketId })))
    const good = await at.open({ topics, key, since: `1.${from}` })
    expect(await good.count(300)).toHaveLength(300)
    const old = await at.open({ topics, key, since: `1.${from - 1}` })
    expect(old.frames[0]).toEqual({ id: `1.${from + 300}`, event: 'reset', data: { reason: 'too-old' } })
  })
})

describe('rights', () => {
  it('are read anew without being told: a key that expired closes its stream, a part that ended its topic', async () => {
    const ticket = await at.ticket()
    const mine = await at.open({ topics: `ticket:${ticket.id}`, key: at.cast.requester.key })
    const agent = await at.open({ topics, key })
    await at.write((tx) =>
      tx.rows(sql`UPDATE app.ticket SET requester_id = ${at.cast.stranger.id}
        WHERE tenant_id = ${tx.tenantId} AND id = ${ticket.id}`),
    )
    expect((await mine.frame(({ event }) => event === 'revoked')).data).toEqual({
      topic: `ticket:${ticket.id}`,
    })
    await at.write((tx) =>
      tx.rows(sql`UPDATE app.api_key SET expires_at = app.now() - interval '1 second'
        WHERE tenant_id = ${tx.tenantId} AND person_id = ${at.cast.otherAgent.id}`),
    )
    expect((await at.open({ topics: 'me', key: at.cast.otherAgent.key })).status).toBe(401)
    await at.write((tx) =>
      tx.rows(sql`UPDATE app.api_key SET expires_at = app.now() - interval '1 second'
        WHERE tenant_id = ${tx.tenantId} AND person_id = ${at.cast.agent.id}`),
    )
    await agent.closed
    await at.write((tx) =>
      tx.rows(sql`UPDATE app.api_key SET expires_at = NULL WHERE tenant_id = ${tx.tenantId}`),
    )
  })
})

describe('one person', () => {
  it('has five streams at most on a process; a sixth is refused until one is closed', async () => {
    const { lead } = at.cast
    const streams = []
    for (let i = 0; i < 5; i += 1) streams.push(await at.open({ topics, key: lead.key }))
    const sixth = await at.open({ topics, key: lead.key })
    expect([sixth.status, JSON.parse(sixth.text()).code]).toEqual([429, 'too-many-streams'])
    expect(Number(sixth.headers['retry-after'])).toBeGreaterThan(0)
    expect((await at.open({ topics, key })).status).toBe(200)
    streams[0]?.close()
    const free = async (): Promise<number> => {
      const again = await at.open({ topics, key: lead.key })
      return again.status === 200 ? 200 : free()
    }
    expect(await free()).toBe(200)
  })

  it('may poll more often than that: the oldest poll gives way', async () => {
    const { lead } = at.cast
    const poll = () => at.desk.request('GET', `/api/v1/events?topics=${topics}&wait=25`, { key: lead.key })
    // None ends by its 25 s: the first gives way, the others hear of a ticket.
    const allTimers = withoutTimersFrom(20_000)
    try {
      const polls = Array.from({ length: 8 }, poll)
      expect((await Promise.race(polls)).status).toBe(200)
      let isOver = false
      const answers = Promise.all(polls).finally(() => {
        isOver = true
      })
      // A poll that is prepared yet hears only of what comes later.
      while (!isOver) await at.ticket()
      for (const { status } of await answers) expect(status).toBe(200)
    } finally {
      allTimers()
    }
  })
})

describe('a client that does not read', () => {
  it('is told to start anew and closed, and slows nobody', async () => {
    const { id: ticketId } = await at.ticket()
    const slow = await at.open({ topics, key })
    const quick = await at.open({ topics, key: at.cast.lead.key })
    slow.pause()
    const big = { ticketId, changes: [{ field: 'subject', from: '', to: 'x'.repeat(20_000) }] }
    for (let i = 1; i <= 600; i += 1) {
      await at.tell(big)
      expect(await quick.count(i)).toHaveLength(i)
    }
    slow.resume()
    await slow.closed
    expect(slow.events().length).toBeLessThan(600)
    const seen = slow.events().map(({ id }) => Number(id?.split('.')[1]))
    expect(seen).toEqual(seen.map((_, i) => (seen[0] ?? 0) + i))
    expect(await at.metrics()).toMatch(/docket_stream_resets_total\{reason="too-slow"\} 1/)
  })
})

describe('the life of a stream', () => {
  it('ends after its time with the word to come again, and nothing is lost by coming again', async () => {
    const short = await deskWith({ heartbeatMs: 60, lifeMs: 300 })
    const stream = await short.open({ topics: `team:${short.owner.teamId}`, key: short.cast.agent.key })
    await stream.closed
    expect(stream.frames.at(-1)).toEqual({ id: undefined, event: 'reconnect', data: {} })
    expect(typesOf(stream.frames).filter((type) => type === 'hb').length).toBeGreaterThan(2)
    await short.ticket()
    const since = stream.frames.findLast(({ id }) => id !== undefined)?.id ?? ''
    const again = await openStream(short.url, {
      topics: `team:${short.owner.teamId}`,
      key: short.cast.agent.key,
      since,
    })
    await again.count(2)
    again.close()
  })

  it('ends when the desk stops, spread over some seconds, and does not hold it up', async () => {
    const ending = await startStreamDesk()
    const key = ending.cast.agent.key
    const streams = await Promise.all(Array.from({ length: 4 }, () => ending.open({ topics: 'me', key })))
    const slow = await ending.open({ topics: 'me', key })
    slow.pause()
    // The end of the poll's 25 s is such a timer: a stop that waited for it would never end.
    const allTimers = withoutTimersFrom(5_000)
    const poll = ending.desk.request('GET', '/api/v1/events?topics=me&wait=25', { key: ending.cast.lead.key })
    while (!/docket_streams_open 6/.test(await ending.metrics())) await ending.lastSeq()
    await ending.stop().finally(allTimers)
    const retries = new Set<number>()
    for (const stream of streams) {
      await stream.closed
      expect(stream.frames.at(-1)?.event).toBe('reconnect')
      const retry = Number(/retry: (\d+)\n\nevent: reconnect/.exec(stream.text())?.[1])
      expect(retry).toBeGreaterThanOrEqual(500)
      expect(retry).toBeLessThanOrEqual(5_000)
      retries.add(retry)
    }
    expect(retries.size).toBeGreaterThan(1)
    expect((await poll).status).toBe(200)
  })
})

describe('time', () => {
  it('a quiet client of eight days resumes by its sign of life; a position that old starts anew', async () => {
    const aged = await deskWith({ heartbeatMs: 60, reviewMs: 600_000 })
    const topics = `ticket:${(await aged.ticket()).id}`
    const key = aged.cast.agent.key
    const stream = await aged.open({ topics, key })
    const start = stream.frames[0]?.id ?? ''
    await aged.ticket()
    const { id } = await stream.frame((frame) => frame.event === 'hb' && frame.id !== start)
    aged.desk.moveClock(8 * 24 * 3600_000)
    expect((await aged.open({ topics, key, since: id ?? '' })).frames[0]?.event).toBe('hb')
    expect((await aged.open({ topics, key, since: start })).frames[0]).toMatchObject({
      event: 'reset',
      data: { reason: 'too-old' },
    })
  })
})
