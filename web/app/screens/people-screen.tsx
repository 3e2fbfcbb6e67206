import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import { listPeople, type Person } from '../../../contracts/people.ts'
import { ROLES, type Role } from '../../../contracts/route.ts'
import { useDesk } from '../../api/index.ts'
import { t } from '../../locales/t.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState, ErrorState, Skeleton } from '../../ui/states.tsx'
import { ColumnHead, TableHead } from '../../ui/table.tsx'
import { AppLink } from '../app-link.tsx'
import { paths } from '../paths.ts'
import { Screen } from '../shell/screen.tsx'
import { isAtLeast, useMe } from '../who.tsx'
import { AddPersonDialog } from './add-person-dialog.tsx'
import { failureFacts } from './failure-facts.ts'
import { PersonActions } from './person-actions.tsx'
import { PersonCell } from './person-cell.tsx'
import { useTeams } from './teams-query.ts'
import { ForRole } from './went-wrong.tsx'

/** Who is known to the desk. */
export function PeopleScreen() {
  return (
    <ForRole least="AGENT">
      <People />
    </ForRole>
  )
}

function People() {
  const me = useMe()
  const search = useSearch({ strict: false }) as { role?: string }
  const role = ROLES.find((one) => one === search.role)
  const [isAdding, setAdding] = useState(false)
  const queries = useQueryClient()
  const mayAdd = isAtLeast(me.person.role, 'TEAM_ADMIN')
  return (
    <Screen
      title={t('people.title')}
      actions={
        <Button
          onClick={() => setAdding(true)}
          disabledBecause={mayAdd ? undefined : t('people.add.onlyAdmins')}
        >
          <Plus size={16} aria-hidden="true" />
          {t('people.add')}
        </Button>
      }
    >
      <RoleTabs role={role} />
      <PeopleList role={role} />
      <AddPersonDialog
        open={isAdding}
        onClose={() => setAdding(false)}
        onAdded={() => void queries.invalidateQueries({ queryKey: ['people'] })}
      />
    </Screen>
  )
}

function RoleTabs({ role }: { role: Role | undefined }) {
  const tabs: (Role | undefined)[] = [undefined, ...ROLES]
  return (
    <nav aria-label={t('people.show')} className="flex flex-wrap gap-1 border-b border-border px-4 py-1.5">
      {tabs.map((one) => (
        <AppLink
          key={one ?? 'all'}
          href={paths.people(one === undefined ? {} : { role: one })}
          aria-current={one === role ? 'page' : undefined}
          className={`control-height inline-flex items-center rounded-control px-2.5 whitespace-nowrap hover:no-underline ${
            one === role ? 'bg-selected font-medium text-text' : 'text-text-2 hover:bg-hover'
          }`}
        >
          {one === undefined ? t('people.all') : t(`people.role.${one}`)}
        </AppLink>
      ))}
    </nav>
  )
}

function PeopleList({ role }: { role: Role | undefined }) {
  const { client } = useDesk()
  const list = useInfiniteQuery({
    queryKey: ['people', role ?? 'all'],
    queryFn: ({ pageParam, signal }) =>
      client.call(listPeople, {
        query: {
          limit: 100,
          ...(role === undefined ? {} : { role }),
          ...(pageParam === '' ? {} : { cursor: pageParam }),
        },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: (last) => last.nextCursor ?? undefined,
  })
  if (list.isPending) return <Skeleton rows={8} label={t('ui.loading')} />
  if (list.isError)
    return (
      <ErrorState
        title={t('people.failed')}
        {...failureFacts(list.error)}
        onRetry={() => void list.refetch()}
      />
    )
  const people = list.data.pages.flatMap((page) => page.items)
  if (people.length === 0) return <EmptyState title={t('people.empty')} text={t('people.empty.text')} />
  return (
    <>
      <PeopleTable people={people} />
      {list.hasNextPage && (
        <div className="p-4">
          <Button busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            {t('people.more')}
          </Button>
        </div>
      )}
    </>
  )
}

function PeopleTable({ people }: { people: readonly Person[] }) {
  const teams = useTeams().data ?? []
  const teamName = new Map(teams.map((team) => [team.id, team.name]))
  return (
    <table className="w-full table-fixed text-start">
      <TableHead>
        <ColumnHead>{t('people.name')}</ColumnHead>
        <ColumnHead className="max-tablet:hidden">{t('people.email')}</ColumnHead>
        <ColumnHead className="w-40 max-tablet:w-28">{t('people.role')}</ColumnHead>
        <ColumnHead className="w-1/5 max-[60rem]:hidden">{t('people.teams')}</ColumnHead>
        <td className="w-14" />
      </TableHead>
      <tbody>
        {people.map((person) => (
          <tr key={person.id} className="row-height border-b border-border hover:bg-hover">
            <PersonCell id={person.id} name={person.name} isQuiet={!person.active}>
              {!person.active && (
                <span className="rounded-chip bg-neutral-tint px-1.5 text-caption text-neutral">
                  {t('people.inactive')}
                </span>
              )}
            </PersonCell>
            <td className="truncate px-4 text-text-2 max-tablet:hidden" title={person.email}>
              {person.email}
            </td>
            <td className="px-4 text-text-2">{t(`people.role.${person.role}`)}</td>
            <td className="truncate px-4 text-text-2 max-[60rem]:hidden">
              {person.teams.map((team) => teamName.get(team.id) ?? '…').join(', ')}
            </td>
            <td className="px-2 text-end">
              <PersonActions person={person} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
