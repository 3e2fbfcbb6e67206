import { useQuery } from '@tanstack/react-query'
import type { Person } from '../../../../contracts/people.ts'
import type { Ticket } from '../../../../contracts/tickets.ts'
import { type Desk, staffQuery, useDesk } from '../../../api/index.ts'

/** Everybody who works on tickets, as the page knows them; read once, then kept up to date. */
export function useStaff(): { people: readonly Person[]; hasFailed: boolean } {
  const { client } = useDesk()
  const { data, isError } = useQuery(staffQuery(client))
  return { people: data ?? NOBODY, hasFailed: isError }
}

/** What somebody of the staff is called; undefined while it is not known, or for nobody of the staff. */
export function useStaffName(personId: string | null): string | undefined {
  const { people } = useStaff()
  return people.find(({ id }) => id === personId)?.name
}

/** The same of what was read already, for texts that are said once. */
export function knownStaffName({ client, queries }: Desk, personId: string): string | undefined {
  const people = queries.getQueryData<Person[]>(staffQuery(client).queryKey)
  return people?.find(({ id }) => id === personId)?.name
}

/** Whether the desk would assign somebody tickets of all these teams. Rule: docs/behaviour/ticket-lifecycle.md. */
export function mayBeAssigned(person: Person, tickets: readonly Pick<Ticket, 'teamId'>[]): boolean {
  if (!person.active || person.role === 'EMPLOYEE') return false
  return (
    person.role === 'OWNER' || tickets.every(({ teamId }) => person.teams.some(({ id }) => id === teamId))
  )
}

/** In the order of a picker: oneself, whom one assigned last, then by name. */
export function inPickerOrder(
  people: readonly Person[],
  meId: string,
  recentIds: readonly string[],
): readonly Person[] {
  const rank = (id: string) => {
    if (id === meId) return -1
    const at = recentIds.indexOf(id)
    return at === -1 ? recentIds.length : at
  }
  return [...people].sort((a, b) => rank(a.id) - rank(b.id) || a.name.localeCompare(b.name))
}

const NOBODY: readonly Person[] = []
const RECENT_MAX = 5
let recentIds: readonly string[] = []

/** Whom one assigned last in this page, the latest first. */
export function recentAssignees(): readonly string[] {
  return recentIds
}

/** Remembers whom one assigned. */
export function rememberAssignee(personId: string): void {
  recentIds = [personId, ...recentIds.filter((id) => id !== personId)].slice(0, RECENT_MAX)
}
