import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hasMailServers, type MailServers, startMailServers } from '../parts/mail-servers.ts'
import { type RealDesk, startRealDesk } from './real-desk.ts'

const REPLIES = 30
/** Longer than the pause after a second failure (5 min, give or take a fifth). */
const PAST_PAUSE_MS = 7 * 60_000

describe.runIf(hasMailServers())('a mail server that fails while thirty replies leave', () => {
  let servers: MailServers
  let desk: RealDesk
  beforeAll(async () => {
    servers = await startMailServers({ desks: ['desk.test'], customers: ['rita', 'hana'] })
    desk = await startRealDesk(servers, 'desk.test')
  })
  afterAll(async () => {
    await desk?.stop()
    await servers?.stop()
  })

  it('loses none: killed twice in the middle, each reply arrives, and again only as the same mail', async () => {
    const inbox = await servers.inboxOf('rita')
    const kills = killAt({ content: 8, accepted: 20 })
    const ticketIds: string[] = []
    for (let i = 0; i < REPLIES; i += 1) {
      const id = await desk.ticketFor('rita@customers.test', `Question ${i}`)
      const path = `/api/v1/tickets/${id}/replies`
      const reply = { key: desk.cast.agent.key, body: { body: `Answer number ${i}.`, delaySeconds: 0 } }
      expect((await desk.desk.request('POST', path, reply)).status).toBe(201)
      ticketIds.push(id)
    }
    for (let look = 0; look < 4; look += 1) {
      await desk.desk.settle()
      if (!kills.isUp()) await kills.startAgain()
      desk.desk.moveClock(PAST_PAUSE_MS)
    }
    servers.gate.onStep = () => 'pass'
    expect(kills.done()).toBe(2)
    const states = await Promise.all(ticketIds.map((id) => desk.deliveries(id)))
    expect(new Set(states.flat().map((one) => one.state))).toEqual(new Set(['SENT']))
    await servers.untilDelivered()
    const mails = await inbox.waitFor(states.flat().length + 1)
    const idsOf = (i: number) =>
      mails
        .filter(({ parsed }) => parsed.text?.includes(`Answer number ${i}.`))
        .map((mail) => mail.parsed.messageId)
    const copies = Array.from({ length: REPLIES }, (_, i) => idsOf(i))
    for (const ids of copies) expect(new Set(ids).size).toBe(1)
    // One was taken by the server whose yes the desk never heard; others may have been on their way in that moment, to the
    // server or from it to the inbox.
    expect(copies.filter((ids) => ids.length > 1)).not.toEqual([])
  })

  it('loses none when it hangs: the reply is tried again once it answers', async () => {
    const inbox = await servers.inboxOf('hana')
    const ticketId = await desk.ticketFor('hana@customers.test', 'A question')
    await desk.desk.settle()
    await inbox.waitFor(1)
    servers.gate.cutAll()
    servers.postfix.pause()
    await desk.answer(ticketId, 'The answer.')
    expect((await desk.deliveries(ticketId))[0]).toMatchObject({ kind: 'MESSAGE', state: 'RETRY' })
    servers.postfix.goOn()
    desk.desk.moveClock(PAST_PAUSE_MS)
    await desk.desk.settle()
    expect((await desk.deliveries(ticketId))[0]).toMatchObject({ kind: 'MESSAGE', state: 'SENT' })
    await servers.untilDelivered()
    expect(await inbox.waitFor(2)).toHaveLength(2)
  })

  /** Kills the server when a step has been reached so many times, before that step is told to the other side. */
  function killAt(times: { content: number; accepted: number }) {
    const left = { ...times }
    let kills = 0
    let up = true
    servers.gate.onStep = async (step) => {
      if (step !== 'content' && step !== 'accepted') return 'pass'
      left[step] -= 1
      if (left[step] !== 0) return 'pass'
      await servers.postfix.kill()
      up = false
      kills += 1
      return 'cut'
    }
    return {
      isUp: () => up,
      done: () => kills,
      async startAgain() {
        await servers.postfix.start()
        up = true
      },
    }
  }
})
