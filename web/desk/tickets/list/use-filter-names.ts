import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { peopleQuery, staffQuery, type TicketFilter, teamsQuery, useDesk } from '../../../api/index.ts'
import type { FilterNames } from './filter-names.ts'

/** The names that a filter can hold. They are asked for once somebody writes one, or where the filter holds one. */
export function useFilterNames(filter: TicketFilter, isWriting: boolean): FilterNames {
  const { client } = useDesk()
  const { assignee, requester, team } = filter
  const holdsStaff = assignee !== undefined && assignee !== 'me' && assignee !== 'none'
  const holdsPerson = requester !== undefined && requester !== 'me'
  const staff = useQuery({ ...staffQuery(client), enabled: isWriting || holdsStaff })
  const people = useQuery({ ...peopleQuery(client), enabled: isWriting || holdsPerson })
  const teams = useQuery({ ...teamsQuery(client), enabled: isWriting || team !== undefined })
  return useMemo(
    () => ({
      staff: staff.data?.filter(({ active }) => active).map(named),
      people: people.data?.map(named),
      teams: teams.data?.map(({ id, name, prefix }) => ({ id, name, code: prefix })),
    }),
    [staff.data, people.data, teams.data],
  )
}

function named({ id, name, email }: { id: string; name: string; email: string }) {
  return { id, name, code: email }
}
