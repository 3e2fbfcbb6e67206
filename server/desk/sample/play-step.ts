import { sql, type TenantTx } from '../../platform/db/index.ts'
import {
  addNote,
  assign,
  type Content,
  closeResolved,
  receiveMessage,
  reply,
  transition,
  updateTicket,
} from '../tickets/index.ts'
import { SAMPLE_CAUSE } from './sample-actor.ts'
import type { SampleGround } from './sample-ground.ts'
import type { Step, Story } from './story.ts'

/** Under which rule of the desk the sample's tickets were closed in its past: after a week. */
const CLOSED_AFTER_HOURS = 168

/**
 * Does one step of a story with the command by which it would have been done, at the clock of the transaction.
 * `content` is the cleaned text of a step that says or notes something.
 */
export async function playStep(
  tx: TenantTx,
  ground: SampleGround,
  on: { ticketId: string; story: Story; step: Step; content: Content | undefined },
): Promise<void> {
  const { ticketId: ticket, step } = on
  switch (step.does) {
    case 'say':
      return say(tx, ground, { ...on, step })
    case 'note':
      await addNote(tx, ground.actorOf(step.who), { ticket, content: contentOf(on.content) }, [])
      return
    case 'assign': {
      const assigneeId = step.to === null ? null : ground.assigneeId(step.to)
      await assign(tx, ground.actorOf(step.who), { ticket, assigneeId })
      return
    }
    case 'move':
      await transition(tx, ground.actorOf(step.who), { ticket, status: step.status, reason: step.reason })
      return
    case 'rank':
      await updateTicket(tx, ground.actorOf(step.who), {
        ticket,
        priority: step.priority,
        ifMatch: undefined,
      })
      return
    case 'close':
      return close(tx, ticket)
  }
}

async function say(
  tx: TenantTx,
  ground: SampleGround,
  on: { ticketId: string; story: Story; step: Extract<Step, { does: 'say' }>; content: Content | undefined },
): Promise<void> {
  const { ticketId, story, step } = on
  const content = contentOf(on.content)
  const { id, name, email, role } = ground.person(step.who)
  if (role === 'AGENT' || story.via === 'PORTAL') {
    const { status } = step
    await reply(tx, ground.actorOf(step.who), { ticket: ticketId, content, status, delaySeconds: 0 }, [])
    return
  }
  await receiveMessage(
    tx,
    { actor: { type: 'system', id: null, onBehalfOf: id }, cause: SAMPLE_CAUSE },
    {
      ticketId,
      author: { id, name, email, kind: 'REQUESTER' },
      channel: 'EMAIL',
      content,
      auto: false,
      unverified: false,
      participants: [],
    },
  )
}

async function close(tx: TenantTx, ticketId: string): Promise<void> {
  const [row] = await tx.rows<{ resolvedAt: string | null }>(
    sql`SELECT resolved_at AS "resolvedAt" FROM app.ticket WHERE tenant_id = ${tx.tenantId} AND id = ${ticketId}`,
  )
  if (row?.resolvedAt == null) throw new Error('only what was resolved closes by itself')
  const { resolvedAt } = row
  await closeResolved(tx, { ticketId, resolvedAt, afterHours: CLOSED_AFTER_HOURS, cause: SAMPLE_CAUSE })
}

function contentOf(content: Content | undefined): Content {
  if (content === undefined) throw new Error('a step that says something has a text')
  return content
}
