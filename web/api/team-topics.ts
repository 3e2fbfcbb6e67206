import type { QueryClient } from '@tanstack/react-query'
import type { Client } from '../../contracts/client.ts'
import { readMe } from '../../contracts/people.ts'
import type { Interest } from './interest.ts'
import { teamsQuery } from './queries.ts'
import type { Session, SessionKeeper } from './session.ts'

export type TeamTopics = {
  follow(session: Session): Promise<void>
  /** Somebody joined or left a team, or there is a new one. Answers whether other tickets are seen now. */
  changed(): Promise<boolean>
}

type Options = { client: Client; session: SessionKeeper; queries: QueryClient; interest: Interest }

/** Holds the topics of the teams whose tickets somebody sees: their own, for an owner all. */
export function createTeamTopics({ client, session, queries, interest }: Options): TeamTopics {
  const held = new Map<string, () => void>()
  const hold = (id: string) => held.set(id, held.get(id) ?? interest.hold(`team:${id}`))
  const follow = async ({ person, teams }: Session) => {
    if (person.role === 'EMPLOYEE') return
    for (const { id } of teams) hold(id)
    if (person.role !== 'OWNER') return
    const all = await queries.fetchQuery(teamsQuery(client)).catch(() => [])
    for (const { id } of all) hold(id)
  }
  let asked = 0
  return {
    follow,
    async changed() {
      asked += 1
      const turn = asked
      const me = await client.call(readMe).catch(() => undefined)
      // A later change asked after this one; or the answer is somebody else's.
      if (me === undefined || turn !== asked || !session.signedIn(me)) return false
      const before = [...held.keys()].join()
      for (const [id, letGo] of held) {
        if (me.person.role === 'OWNER' || me.teams.some((team) => team.id === id)) continue
        letGo()
        held.delete(id)
      }
      await follow(me)
      return [...held.keys()].join() !== before
    },
  }
}
