import { expect, test } from 'vitest'
import type { Client } from '../../contracts/client.ts'
import { newestPeopleQuery, outdatedBy, staffQuery } from './queries.ts'

/** A desk with so many people of a role, in pages of 100. */
function clientOf(counts: Record<string, number>) {
  const asked: { role?: string; cursor?: string }[] = []
  const client = {
    async call(_contract: unknown, { query }: { query: { role?: string; cursor?: string; limit: number } }) {
      asked.push(query)
      const from = Number(query.cursor ?? 0)
      const all = counts[query.role ?? 'all'] ?? 0
      const items = Array.from({ length: Math.min(query.limit, all - from) }, (_, at) => ({
        id: `${query.role} ${from + at}`,
      }))
      return { items, nextCursor: from + query.limit < all ? String(from + query.limit) : null }
    },
  } as unknown as Client
  return { client, asked }
}

test('the staff is everybody of every role but requesters, whatever the number', async () => {
  const { client, asked } = clientOf({ AGENT: 230, OWNER: 1, EMPLOYEE: 5_000 })
  expect(await staffQuery(client).queryFn()).toHaveLength(231)
  expect(asked.some(({ role }) => role === undefined || role === 'EMPLOYEE')).toBe(false)
})

test('a box that proposes people reads 300 of them and no more', async () => {
  const { client, asked } = clientOf({ all: 5_000 })
  expect(await newestPeopleQuery(client).queryFn()).toHaveLength(300)
  expect(asked).toHaveLength(3)
})

test('who joins a team, changes role or is dismissed makes the staff old', () => {
  for (const type of ['admin.member_added', 'admin.person_updated'])
    expect(outdatedBy(type)).toEqual(expect.arrayContaining(['staff', 'members']))
  expect(outdatedBy('ticket.updated')).toEqual([])
})
