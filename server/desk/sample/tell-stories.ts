import { type Database, sql, type TenantTx, withClockMoved, write } from '../../platform/db/index.ts'
import { type Content, fileTicket, messageContent } from '../tickets/index.ts'
import { playStep } from './play-step.ts'
import { SAMPLE_CAUSE } from './sample-actor.ts'
import { makeSamplePeople, type SampleDeskOf, type SampleGround } from './sample-ground.ts'
import { storeSampleTicket } from './store.ts'
import type { Step, Story } from './story.ts'
import { timelineOf } from './timeline.ts'

const MS_A_MINUTE = 60_000

/**
 * Makes the people and lets all stories happen, in the order of time, each step in a transaction of its own at its own
 * hour of the past. So the log, the versions and the times are what they would be had it been so.
 */
export async function tellStories(
  db: Database,
  desk: SampleDeskOf,
  stories: readonly Story[],
): Promise<void> {
  const contents = await contentsOf(stories)
  const ground = await makeSamplePeople(db, desk)
  const ticketIds = new Map<number, string>()
  const scope = { tenantId: desk.tenantId, actorId: null }
  for (const { minutesAgo, story: index, step } of timelineOf(stories)) {
    const story = stories[index]
    if (story === undefined) throw new Error('a moment is of a story')
    await write(withClockMoved(db, -minutesAgo * MS_A_MINUTE), scope, async (tx) => {
      // What a crash of the server takes is a load that did not end, and is removed: no step waits for the disk.
      const unhurried = tx.rows(sql`SELECT set_config('synchronous_commit', 'off', true)`)
      const content = contents.get(step ?? story)
      const ticketId = ticketIds.get(index)
      if (step === null) ticketIds.set(index, await file(tx, ground, story, content))
      else if (ticketId !== undefined) await playStep(tx, ground, { ticketId, story, step, content })
      await unhurried
    })
  }
}

/** Everything that is said, cleaned before any transaction begins. */
async function contentsOf(stories: readonly Story[]): Promise<Map<Story | Step, Content>> {
  const contents = new Map<Story | Step, Content>()
  for (const story of stories) {
    contents.set(story, await messageContent(story.html ? { bodyHtml: story.text } : { body: story.text }))
    for (const step of story.steps ?? [])
      if (step.does === 'say' || step.does === 'note')
        contents.set(step, await messageContent({ body: step.text }))
  }
  return contents
}

async function file(
  tx: TenantTx,
  ground: SampleGround,
  story: Story,
  content: Content | undefined,
): Promise<string> {
  const [clock] = await tx.rows<{ number: number; now: string }>(
    sql`SELECT app.next_ticket_number() AS number, app.now() AS now`,
  )
  if (clock === undefined || content === undefined) throw new Error('a ticket has a number and a text')
  const { id, name, email } = ground.person(story.by)
  const isMail = story.via === 'EMAIL'
  const { ticket } = fileTicket(
    tx,
    {
      actor: isMail ? { type: 'system', id: null, onBehalfOf: id } : { type: 'person', id },
      cause: SAMPLE_CAUSE,
    },
    {
      ...clock,
      team: ground.team,
      requester: { id, name, email },
      subject: story.subject,
      priority: story.priority ?? 'P3',
      channel: story.via,
      content,
    },
  )
  storeSampleTicket(tx, ticket.id, story.first === true)
  return ticket.id
}
