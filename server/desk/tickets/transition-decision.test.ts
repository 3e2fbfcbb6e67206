import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { STATUSES, type Status } from '../../../contracts/tickets.ts'
import { decideAssign } from './assign-decision.ts'
import { current, draftOf } from './draft.ts'
import { decideMessage } from './message-decision.ts'
import { aTicket, FACTS } from './ticket-samples.ts'
import { decideTransition } from './transition-decision.ts'

const GRAPH: Record<Status, Status[]> = {
  NEW: ['TRIAGED', 'ASSIGNED', 'IN_PROGRESS', 'WAITING_ON_REQUESTER', 'WAITING_ON_VENDOR', 'RESOLVED'],
  TRIAGED: ['ASSIGNED', 'IN_PROGRESS', 'WAITING_ON_REQUESTER', 'WAITING_ON_VENDOR', 'RESOLVED'],
  ASSIGNED: ['TRIAGED', 'IN_PROGRESS', 'WAITING_ON_REQUESTER', 'WAITING_ON_VENDOR', 'RESOLVED'],
  IN_PROGRESS: ['TRIAGED', 'ASSIGNED', 'WAITING_ON_REQUESTER', 'WAITING_ON_VENDOR', 'RESOLVED'],
  WAITING_ON_REQUESTER: ['TRIAGED', 'ASSIGNED', 'IN_PROGRESS', 'WAITING_ON_VENDOR', 'RESOLVED'],
  WAITING_ON_VENDOR: ['TRIAGED', 'ASSIGNED', 'IN_PROGRESS', 'WAITING_ON_REQUESTER', 'RESOLVED'],
  RESOLVED: ['REOPENED', 'CLOSED'],
  CLOSED: ['REOPENED'],
  REOPENED: ['TRIAGED', 'ASSIGNED', 'IN_PROGRESS', 'WAITING_ON_REQUESTER', 'WAITING_ON_VENDOR', 'RESOLVED'],
}
const PAIRS = STATUSES.flatMap((from) => STATUSES.map((to) => [from, to] as const))

describe('the graph of statuses', () => {
  it.each(PAIRS)('from %s to %s goes exactly where the table allows', (from, to) => {
    const draft = draftOf(
      aTicket({ status: from, agentSeq: 2, requesterSeq: 1, assigneeId: 'a', closedAt: FACTS.now }),
    )
    const refusal = decideTransition(draft, to, 'vendor 4711', FACTS)
    if (from === to || GRAPH[from].includes(to)) expect(refusal).toBeUndefined()
    else expect(refusal).toMatchObject({ code: 'invalid-transition', from, to, allowed: GRAPH[from] })
    expect(draft.facts.length > 0).toBe(from !== to && refusal === undefined)
  })

  it.each(['SPAM', 'DUPLICATE', 'MERGED'])('an open ticket is closed with the reason %s', (reason) => {
    const draft = draftOf(aTicket({ status: 'NEW' }))
    expect(decideTransition(draft, 'CLOSED', reason, FACTS)).toBeUndefined()
    expect(draft.set).toMatchObject({ status: 'CLOSED', closedAt: FACTS.now, statusReason: reason })
  })

  it('nothing ever returns to NEW, whatever the way', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...STATUSES), { maxLength: 12 }), (way) => {
        const draft = draftOf(aTicket({ status: 'TRIAGED', agentSeq: 2, requesterSeq: 1 }))
        for (const to of way) {
          decideTransition(draft, to, 'SPAM', FACTS)
          expect(current(draft, 'status')).not.toBe('NEW')
        }
      }),
    )
  })

  it('a closed ticket is reopened by a lead within 30 days, by nobody after', () => {
    const closedAt = '2026-01-01T00:00:00.000Z'
    const at = (now: string, mayReopenClosed: boolean) =>
      decideTransition(draftOf(aTicket({ status: 'CLOSED', closedAt })), 'REOPENED', undefined, {
        ...FACTS,
        now,
        mayReopenClosed,
      })
    expect(at('2026-01-31T00:00:00.000Z', true)).toBeUndefined()
    expect(at('2026-01-31T00:00:00.001Z', true)).toMatchObject({ code: 'invalid-transition', allowed: [] })
    expect(at('2026-01-02T00:00:00.000Z', false)).toMatchObject({ code: 'forbidden' })
  })
})

describe('what a status asks for', () => {
  it('waiting on the requester needs a public answer newer than the requester’s last message', () => {
    const waits = (agentSeq: number) =>
      decideTransition(
        draftOf(aTicket({ status: 'ASSIGNED', requesterSeq: 5, agentSeq })),
        'WAITING_ON_REQUESTER',
        undefined,
        FACTS,
      )
    expect(waits(4)).toMatchObject({ code: 'precondition-failed' })
    expect(waits(6)).toBeUndefined()
  })

  it('waiting on a vendor needs a reason', () => {
    expect(
      decideTransition(draftOf(aTicket({ status: 'NEW' })), 'WAITING_ON_VENDOR', undefined, FACTS),
    ).toMatchObject({ code: 'precondition-failed' })
  })

  it.each(['IN_PROGRESS', 'RESOLVED'] as const)(
    '%s by an agent assigns the agent when nobody is assigned',
    (to) => {
      const draft = draftOf(aTicket({ status: 'NEW' }))
      decideTransition(draft, to, undefined, FACTS)
      expect(draft.set.assigneeId).toBe(FACTS.personId)
      expect(draft.facts.map((fact) => fact.type)).toEqual(['ticket.assigned', 'ticket.status_changed'])
    },
  )

  it('TRIAGED clears the assignee', () => {
    const draft = draftOf(aTicket({ status: 'ASSIGNED', assigneeId: 'a' }))
    decideTransition(draft, 'TRIAGED', undefined, FACTS)
    expect(draft.set.assigneeId).toBeNull()
  })

  it('a requester may resolve and reopen, nothing else', () => {
    const as = { ...FACTS, part: 'REQUESTER' as const, mayReopenClosed: false }
    expect(decideTransition(draftOf(aTicket({ status: 'NEW' })), 'RESOLVED', undefined, as)).toBeUndefined()
    expect(
      decideTransition(draftOf(aTicket({ status: 'RESOLVED' })), 'REOPENED', undefined, as),
    ).toBeUndefined()
    expect(decideTransition(draftOf(aTicket({ status: 'NEW' })), 'TRIAGED', undefined, as)).toMatchObject({
      code: 'forbidden',
    })
    expect(decideTransition(draftOf(aTicket({ status: 'RESOLVED' })), 'CLOSED', undefined, as)).toMatchObject(
      { code: 'forbidden' },
    )
  })
})

describe('what a message does to its ticket', () => {
  const requesterWrites = (over: Parameters<typeof aTicket>[0], auto = false, assigneeFits = true) => {
    const draft = draftOf(aTicket(over))
    decideMessage(draft, { author: 'REQUESTER', visibility: 'PUBLIC', auto }, undefined, {
      ...FACTS,
      part: 'REQUESTER',
      assigneeFits,
    })
    return draft
  }

  it.each([
    [{ status: 'WAITING_ON_REQUESTER', assigneeId: 'a' } as const, 'IN_PROGRESS'],
    [{ status: 'WAITING_ON_REQUESTER' } as const, 'TRIAGED'],
    [{ status: 'RESOLVED', assigneeId: 'a' } as const, 'REOPENED'],
  ])('a requester’s message on %j leads to %s', (over, to) => {
    const draft = requesterWrites(over)
    expect(draft.set.status).toBe(to)
    expect(draft.facts.at(-1)).toMatchObject({ type: 'ticket.status_changed', cause: 'REQUESTER_REPLY' })
  })

  it.each(['NEW', 'ASSIGNED', 'IN_PROGRESS', 'WAITING_ON_VENDOR'] as const)(
    'on %s the status stays and the ticket says that the requester replied',
    (status) => {
      const draft = requesterWrites({ status })
      expect(draft.set).toMatchObject({ requesterReplied: true })
      expect(draft.set.status).toBeUndefined()
    },
  )

  it('a reopened ticket keeps an assignee who still fits and loses one who does not', () => {
    expect(requesterWrites({ status: 'RESOLVED', assigneeId: 'a' }).set.assigneeId).toBeUndefined()
    expect(requesterWrites({ status: 'RESOLVED', assigneeId: 'a' }, false, false).set.assigneeId).toBeNull()
  })

  it.each(STATUSES.filter((status) => status !== 'CLOSED'))(
    'automatic mail never changes a ticket that is %s',
    (status) => {
      const draft = requesterWrites({ status, assigneeId: 'a' }, true)
      expect(draft.set).toEqual({})
      expect(draft.facts.map((fact) => fact.type)).toEqual(['message.added'])
    },
  )

  it('an agent’s first answer assigns, takes up and is the first response; a note is none of these', () => {
    const answer = draftOf(aTicket({ status: 'NEW' }))
    decideMessage(answer, { author: 'AGENT', visibility: 'PUBLIC', auto: false }, undefined, FACTS)
    expect(answer.set).toMatchObject({
      status: 'IN_PROGRESS',
      assigneeId: FACTS.personId,
      firstResponseAt: FACTS.now,
    })
    const note = draftOf(aTicket({ status: 'NEW' }))
    decideMessage(note, { author: 'AGENT', visibility: 'INTERNAL', auto: false }, undefined, FACTS)
    expect(note.set).toEqual({})
  })

  it('an answer may name the status, and then its answer counts for waiting on the requester', () => {
    const draft = draftOf(aTicket({ status: 'NEW', requesterSeq: 3 }))
    expect(
      decideMessage(
        draft,
        { author: 'AGENT', visibility: 'PUBLIC', auto: false },
        'WAITING_ON_REQUESTER',
        FACTS,
      ),
    ).toBeUndefined()
    expect(draft.set.status).toBe('WAITING_ON_REQUESTER')
  })
})

describe('assigning', () => {
  it.each(['NEW', 'TRIAGED', 'REOPENED'] as const)('%s becomes ASSIGNED', (status) => {
    const draft = draftOf(aTicket({ status }))
    decideAssign(draft, 'b', FACTS)
    expect(draft.set).toMatchObject({ status: 'ASSIGNED', assigneeId: 'b' })
  })

  it.each(['IN_PROGRESS', 'WAITING_ON_REQUESTER', 'WAITING_ON_VENDOR', 'RESOLVED'] as const)(
    '%s keeps its status',
    (status) => {
      const draft = draftOf(aTicket({ status, assigneeId: 'a' }))
      decideAssign(draft, 'b', FACTS)
      expect(draft.set).toEqual({ assigneeId: 'b' })
    },
  )

  it('taking the assignee away puts running work back to triage', () => {
    const draft = draftOf(aTicket({ status: 'IN_PROGRESS', assigneeId: 'a' }))
    decideAssign(draft, null, FACTS)
    expect(draft.set).toMatchObject({ status: 'TRIAGED', assigneeId: null })
  })
})
