import { type UseQueryResult, useQuery } from '@tanstack/react-query'
import type { Member, Team } from '../../../contracts/teams.ts'
import { membersQuery, teamsQuery, useDesk } from '../../api/index.ts'

/** All teams of the desk, in their order. */
export function useTeams(): UseQueryResult<Team[]> {
  const { client } = useDesk()
  return useQuery(teamsQuery(client))
}

/** The members of a team. */
export function useMembers(teamId: string): UseQueryResult<Member[]> {
  const { client } = useDesk()
  return useQuery(membersQuery(client, teamId))
}
