import { randomBytes } from 'node:crypto'
import { type Actor, createPerson } from '../../directory/people/index.ts'
import { type Database, withClockMoved, write } from '../../platform/db/index.ts'
import { CAST, SAMPLE_DOMAIN, type SamplePerson } from './cast.ts'
import { isDomainKnown } from './queries.ts'
import { sampleActor } from './sample-actor.ts'
import { storeSamplePeople } from './store.ts'
import type { Assignee, Member } from './story.ts'

/** Whose desk is filled, and in which team. */
export type SampleDeskOf = { tenantId: string; ownerId: string; team: { id: string; prefix: string } }

/** A sample person who is there. */
export type MadePerson = SamplePerson & { id: string; email: string }

/** Who is who while the stories are told. */
export type SampleGround = {
  team: SampleDeskOf['team']
  person(member: Member): MadePerson
  actorOf(member: Member): Actor
  assigneeId(assignee: Assignee): string
}

/** The people were there a day before the first ticket. */
const PEOPLE_MS_AGO = 15 * 24 * 3600_000

/** Makes the people of the sample, the agents as members of the team, fifteen days ago. None has a
 * password. Where somebody has an address in their domain already, they get one of their own below it. */
export async function makeSamplePeople(db: Database, desk: SampleDeskOf): Promise<SampleGround> {
  const { tenantId, ownerId, team } = desk
  const owner = sampleActor(tenantId, ownerId, 'OWNER', [])
  const { result: people } = await write(
    withClockMoved(db, -PEOPLE_MS_AGO),
    { tenantId, actorId: ownerId },
    async (tx) => {
      const domain = (await isDomainKnown(tx, SAMPLE_DOMAIN))
        ? `${randomBytes(4).toString('hex')}.${SAMPLE_DOMAIN}`
        : SAMPLE_DOMAIN
      const made: MadePerson[] = []
      for (const one of CAST) {
        const teamIds = one.role === 'AGENT' ? [team.id] : []
        const email = `${one.mailName}@${domain}`
        const { id } = await createPerson(tx, owner, { ...one, email, teamIds, passwordHash: null })
        made.push({ ...one, id, email })
      }
      storeSamplePeople(
        tx,
        made.map(({ id }) => id),
      )
      return made
    },
  )
  const person = (member: Member) => {
    const found = people.find((one) => one.member === member)
    if (found === undefined) throw new Error(`the cast has no ${member}`)
    return found
  }
  return {
    team,
    person,
    actorOf(member) {
      const { id, role } = person(member)
      return sampleActor(tenantId, id, role, role === 'AGENT' ? [{ id: team.id, role: 'AGENT' }] : [])
    },
    assigneeId: (assignee) => (assignee === 'owner' ? ownerId : person(assignee).id),
  }
}
