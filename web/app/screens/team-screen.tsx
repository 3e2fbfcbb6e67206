import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import { ApiError } from '../../../contracts/client.ts'
import { listPeople, MEMBER_ROLES, type MemberRole } from '../../../contracts/people.ts'
import { type Member, putMember, removeMember, type Team } from '../../../contracts/teams.ts'
import { useDesk } from '../../api/index.ts'
import { t } from '../../locales/t.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Button } from '../../ui/button.tsx'
import { Menu, type MenuEntry } from '../../ui/menu.tsx'
import { Picker } from '../../ui/picker.tsx'
import { EmptyState, ErrorState, Skeleton } from '../../ui/states.tsx'
import { ColumnHead, TableHead } from '../../ui/table.tsx'
import { showToast } from '../../ui/toast.tsx'
import { useRowEntries } from '../palette/row-entries.ts'
import { Screen } from '../shell/screen.tsx'
import { isAtLeast, useMe } from '../who.tsx'
import { failureFacts } from './failure-facts.ts'
import { PersonCell } from './person-cell.tsx'
import { useMembers, useTeams } from './teams-query.ts'
import { ForRole, NotFound } from './went-wrong.tsx'

/** A team and who is in it. */
export function TeamScreen() {
  return (
    <ForRole least="AGENT">
      <TeamById />
    </ForRole>
  )
}

function TeamById() {
  const { id } = useParams({ strict: false }) as { id: string }
  const teams = useTeams()
  const team = teams.data?.find((one) => one.id === id)
  if (teams.isPending) return <Skeleton rows={4} label={t('ui.loading')} />
  if (teams.isError)
    return (
      <ErrorState
        title={t('teams.failed')}
        {...failureFacts(teams.error)}
        onRetry={() => void teams.refetch()}
      />
    )
  return team === undefined ? <NotFound /> : <TeamMembers team={team} />
}

function TeamMembers({ team }: { team: Team }) {
  const { person } = useMe()
  const members = useMembers(team.id)
  const mayChange = isAtLeast(person.role, 'TEAM_ADMIN')
  return (
    <Screen
      title={team.name === team.prefix ? team.name : `${team.name} (${team.prefix})`}
      actions={mayChange && <AddMember team={team} members={members.data ?? []} />}
    >
      {members.isPending && <Skeleton rows={4} label={t('ui.loading')} />}
      {members.isError && (
        <ErrorState
          title={t('teams.failed')}
          {...failureFacts(members.error)}
          onRetry={() => void members.refetch()}
        />
      )}
      {members.data?.length === 0 && (
        <EmptyState title={t('teams.members.empty')} text={t('teams.members.empty.text')} />
      )}
      {(members.data?.length ?? 0) > 0 && (
        <MembersTable team={team} members={members.data ?? []} mayChange={mayChange} />
      )}
    </Screen>
  )
}

function MembersTable(props: { team: Team; members: readonly Member[]; mayChange: boolean }) {
  const { team, members, mayChange } = props
  return (
    <table className="w-full table-fixed text-start">
      <TableHead>
        <ColumnHead>{t('people.name')}</ColumnHead>
        <ColumnHead className="max-tablet:hidden">{t('people.email')}</ColumnHead>
        <ColumnHead className="w-40">{t('people.role')}</ColumnHead>
      </TableHead>
      <tbody>
        {members.map((member) => (
          <tr key={member.person.id} className="row-height border-b border-border hover:bg-hover">
            <PersonCell id={member.person.id} name={member.person.name} />
            <td className="truncate px-4 text-text-2 max-tablet:hidden">{member.person.email}</td>
            <td className="px-4 text-text-2">
              <MemberRoleMenu team={team} member={member} mayChange={mayChange} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function MemberRoleMenu({ team, member, mayChange }: { team: Team; member: Member; mayChange: boolean }) {
  return mayChange ? <MemberMenu team={team} member={member} /> : t(`people.role.${member.role}`)
}

function MemberMenu({ team, member }: { team: Team; member: Member }) {
  const change = useChangeMembers(team)
  const { id, name } = member.person
  const label = t('people.actions', { name })
  const roleName = t(`people.role.${member.role}`)
  const entries: MenuEntry[] = [
    ...MEMBER_ROLES.map((role) => ({
      id: role,
      text: t(`people.role.${role}`),
      chosen: role === member.role,
      onSelect: () => change.put(id, name, role),
    })),
    { kind: 'separator' },
    { id: 'remove', text: t('teams.member.remove'), danger: true, onSelect: () => change.remove(id, name) },
  ]
  useRowEntries(name, entries)
  return (
    <Menu
      label={label}
      trigger={
        <Button kind="quiet" className="-ms-3" aria-label={`${label}: ${roleName}`}>
          {roleName}
        </Button>
      }
      entries={entries}
    />
  )
}

function AddMember({ team, members }: { team: Team; members: readonly Member[] }) {
  const { client } = useDesk()
  const change = useChangeMembers(team)
  const [isOpen, setOpen] = useState(false)
  const people = useQuery({
    queryKey: ['people', 'candidates'],
    enabled: isOpen,
    queryFn: ({ signal }) =>
      client.call(listPeople, { query: { limit: 100 }, signal }).then(({ items }) => items),
  })
  const inside = new Set(members.map((member) => member.person.id))
  const options = (people.data ?? [])
    .filter((person) => person.active && person.role !== 'EMPLOYEE' && !inside.has(person.id))
    .map(({ id, name, email }) => ({ id, name, hint: email, icon: <Avatar name={name} id={id} /> }))
  return (
    <Picker
      label={t('teams.member.add')}
      options={options}
      value={null}
      open={isOpen}
      onOpenChange={setOpen}
      onPick={(id) => change.put(id, options.find((option) => option.id === id)?.name ?? '', 'AGENT')}
      trigger={
        <Button>
          <Plus size={16} aria-hidden="true" />
          {t('teams.member.add')}
        </Button>
      }
    />
  )
}

function useChangeMembers(team: Team) {
  const { client } = useDesk()
  const queries = useQueryClient()
  const settle = (change: Promise<unknown>, done: string) => {
    change
      .then(
        () => showToast({ text: done }),
        (error) => {
          const detail = error instanceof ApiError ? error.detail : t('signIn.noAnswer')
          showToast({ text: t('teams.member.failed', { detail }), kind: 'alert' })
        },
      )
      .finally(() => {
        void queries.invalidateQueries({ queryKey: ['members', team.id] })
        void queries.invalidateQueries({ queryKey: ['people'] })
      })
  }
  const params = (personId: string) => ({ id: team.id, personId })
  return {
    put: (personId: string, name: string, role: MemberRole) =>
      settle(
        client.call(putMember, {
          params: params(personId),
          body: { role },
          idempotencyKey: crypto.randomUUID(),
        }),
        t('teams.member.added', { name, team: team.name }),
      ),
    remove: (personId: string, name: string) =>
      settle(
        client.call(removeMember, { params: params(personId), idempotencyKey: crypto.randomUUID() }),
        t('teams.member.removed', { name, team: team.name }),
      ),
  }
}
