import { QueryClient } from '@tanstack/react-query'
import type { Client } from '../../contracts/client.ts'
import { listPeople } from '../../contracts/people.ts'
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

/** Which of these queries an event of the log makes old: `admin.team_updated` the teams, and so on. */
export function outdatedBy(eventType: string): readonly string[] {
  if (eventType.startsWith('admin.team_')) return ['teams']
  if (eventType.startsWith('admin.member_')) return ['members']
  return eventType.startsWith('admin.person_') ? ['people', 'members'] : []
}

async function readAll<T>(
  readPage: (cursor: string | undefined) => Promise<{ items: T[]; nextCursor: string | null }>,
): Promise<T[]> {
  const items: T[] = []
  for (let cursor: string | undefined; ; ) {
    const page = await readPage(cursor)
    items.push(...page.items)
    if (page.nextCursor === null) return items
    cursor = page.nextCursor
  }
}
