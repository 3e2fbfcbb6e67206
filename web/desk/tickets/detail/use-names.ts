import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { Message, Ticket } from '../../../../contracts/tickets.ts'
import { staffQuery, teamsQuery, useDesk } from '../../../api/index.ts'
import { useMe } from '../../../app/who.tsx'
import type { Names } from './event-sentences.ts'

/** The names around a ticket: who wrote in it, who asks, who works here, and the teams. */
export function useNames(ticket: Ticket | undefined, messages: readonly Message[]): Names {
  const { client } = useDesk()
  const { person: me } = useMe()
  const { data: staff } = useQuery(staffQuery(client))
  const { data: teams } = useQuery(teamsQuery(client))
  const requester = ticket?.requester
  return useMemo(() => {
    const people = new Map<string, string>([[me.id, me.name]])
    if (requester !== undefined) people.set(requester.id, requester.name)
    for (const { author } of messages) people.set(author.id, author.name)
    for (const { id, name } of staff ?? []) people.set(id, name)
    const teamNames = new Map((teams ?? []).map(({ id, name }) => [id, name]))
    return { person: (id) => people.get(id), team: (id) => teamNames.get(id) }
  }, [me, requester, messages, staff, teams])
}
