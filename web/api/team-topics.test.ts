import { QueryClient } from '@tanstack/react-query'
import { expect, test } from 'vitest'
import type { Client } from '../../contracts/client.ts'
import type { Me } from '../../contracts/people.ts'
import { createInterest } from './interest.ts'
import { createManualClock } from './manual-clock.ts'
import { createSessionKeeper } from './session.ts'
import { createTeamTopics } from './team-topics.ts'

const meOf = (...teams: string[]) =>
  ({
    person: { id: 'ana', role: 'AGENT' },
    tenant: { id: 'tenant' },
    teams: teams.map((id) => ({ id })),
    csrfToken: 'token',
  }) as unknown as Me

function world() {
  const session = createSessionKeeper(meOf('it'))
  const answers: ((me: Me) => void)[] = []
  const client = { call: () => new Promise((resolve) => answers.push(resolve)) } as unknown as Client
  const clock = createManualClock()
  const interest = createInterest(clock, () => {})
  const topics = createTeamTopics({ client, session, queries: new QueryClient(), interest })
  void topics.follow(meOf('it'))
  const held = () => {
    clock.advance(60_000)
    return interest.topics()
  }
  return { session, topics, answers, held }
}

test('the teams of the last change are followed, in whatever order the answers come', async () => {
  const { topics, answers, held } = world()
  const [first, second] = [topics.changed(), topics.changed()]
  answers[1]?.(meOf('it', 'hr'))
  expect(await second).toBe(true)
  answers[0]?.(meOf('it'))
  expect(await first).toBe(false)
  expect(held()).toEqual(['team:it', 'team:hr'])
})

test('who signed out meanwhile is not signed in by the answer', async () => {
  const { session, topics, answers, held } = world()
  const changed = topics.changed()
  session.signedOut()
  answers[0]?.(meOf('it', 'hr'))
  expect(await changed).toBe(false)
  expect(session.current().state).toBe('signed-out')
  expect(held()).toEqual(['team:it'])
})
