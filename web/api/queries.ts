import { QueryClient } from '@tanstack/react-query'
import type { Client } from '../../contracts/client.ts'
import { listPeople, type Person } from '../../contracts/people.ts'
import { ROLES } from '../../contracts/route.ts'
import { listMembers, listTeams } from '../../contracts/teams.ts'

/**
 * A query client for what is read seldom and told by the stream: nothing goes stale by time, coming back to the window
 * asks for nothing, and a failure was already tried three times by the client.
 */
export function createQueries(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: Number.POSITIVE_INFINITY,
        gcTime: 30 * 60_000,
        retry: false,
        refetchOnWindowFocus: false,
        refetchOnReconnect: false,
        networkMode: 'always',
      },
      mutations: { retry: false, networkMode: 'always' },
    },
  })
}

/** All teams, in their order. */
export function teamsQuery(client: Client) {
  return {
    queryKey: ['teams'],
    queryFn: () =>
      readAll((cursor) =>
        client.call(listTeams, { query: { limit: 100, ...(cursor === undefined ? {} : { cursor }) } }),
      ),
  } as const
}

/** The members of a team; who may not know them gets a 404. */
export function membersQuery(client: Client, teamId: string) {
  return {
    queryKey: ['members', teamId],
    queryFn: () =>
      readAll((cursor) =>
        client.call(listMembers, {
          params: { id: teamId },
          query: { limit: 100, ...(cursor === undefined ? {} : { cursor }) },
        }),
      ),
  } as const
}

/** Everybody whom the desk knows, newest first; only for agents. */
export function peopleQuery(client: Client) {
  return {
    queryKey: ['people'],
    queryFn: () =>
      readAll((cursor) =>
        client.call(listPeople, { query: { limit: 100, ...(cursor === undefined ? {} : { cursor }) } }),
      ),
  } as const
}

/** The newest 300 people, for a box that proposes somebody; for agents. */
export function newestPeopleQuery(client: Client) {
  return {
    queryKey: ['people', 'newest'],
    queryFn: () =>
      readAll(
        (cursor) =>
          client.call(listPeople, { query: { limit: 100, ...(cursor === undefined ? {} : { cursor }) } }),
        3,
      ),
  } as const
}

/** Everybody who works on tickets, also those who no longer may: the names behind assignees and authors. For agents. */
export function staffQuery(client: Client) {
  return {
    queryKey: ['staff'],
    queryFn: async (): Promise<Person[]> => {
      const roles = ROLES.filter((role) => role !== 'EMPLOYEE')
      const read = (role: (typeof roles)[number]) =>
        readAll((cursor) =>
          client.call(listPeople, {
            query: { role, limit: 100, ...(cursor === undefined ? {} : { cursor }) },
          }),
        )
      return (await Promise.all(roles.map(read))).flat()
    },
  } as const
}

/** Which queries an event of the log makes old: `admin.team_updated` the teams, and so on. */
export function outdatedBy(eventType: string): readonly string[] {
  if (eventType === 'delivery.sent') return ['local-inbox']
  if (eventType.startsWith('admin.team_')) return ['teams']
  if (eventType.startsWith('admin.member_')) return ['members', 'staff']
  return eventType.startsWith('admin.person_') ? ['people', 'members', 'staff'] : []
}

async function readAll<T>(
  readPage: (cursor: string | undefined) => Promise<{ items: T[]; nextCursor: string | null }>,
  pagesMax = Number.POSITIVE_INFINITY,
): Promise<T[]> {
  const items: T[] = []
  let cursor: string | undefined
  for (let pages = 1; ; pages += 1) {
    const page = await readPage(cursor)
    items.push(...page.items)
    if (page.nextCursor === null || pages === pagesMax) return items
    cursor = page.nextCursor
  }
}
