import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { ApiError } from '../../../contracts/client.ts'
import { listPeople, MEMBER_ROLES, type MemberRole } from '../../../contracts/people.ts'
import { type Member, putMember, removeMember, type Team } from '../../../contracts/teams.ts'
import { useDesk } from '../../api/index.ts'
import { t } from '../../locales/t.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Button } from '../../ui/button.tsx'
import { Menu } from '../../ui/menu.tsx'
import { Picker } from '../../ui/picker.tsx'
import { EmptyState, ErrorState, Skeleton } from '../../ui/states.tsx'
import { showToast } from '../../ui/toast.tsx'
import { Screen } from '../shell/screen.tsx'
import { isAtLeast, useMe } from '../who.tsx'
import { failureFacts } from './failure-facts.ts'
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
      title={`${team.name} (${team.prefix})`}
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
      <ul>
        {(members.data ?? []).map((member) => (
          <li
            key={member.person.id}
            className="row-height flex items-center gap-3 border-b border-border px-4 hover:bg-hover"
          >
            <Avatar name={member.person.name} id={member.person.id} />
            <span className="min-w-0 flex-1 truncate font-medium">{member.person.name}</span>
            <span className="truncate text-text-2 max-tablet:hidden">{member.person.email}</span>
            <MemberRoleMenu team={team} member={member} mayChange={mayChange} />
          </li>
        ))}
      </ul>
    </Screen>
  )
}

function MemberRoleMenu({ team, member, mayChange }: { team: Team; member: Member; mayChange: boolean }) {
  const change = useChangeMembers(team)
  const roleName = t(`people.role.${member.role}`)
  if (!mayChange) return <span className="text-text-2">{roleName}</span>
  const { id, name } = member.person
  return (
    <Menu
      label={t('people.actions', { name })}
      trigger={
        <Button kind="quiet" aria-label={`${t('people.actions', { name })}: ${roleName}`}>
          {roleName}
        </Button>
      }
      entries={[
        ...MEMBER_ROLES.map((role) => ({
          id: role,
          text: t(`people.role.${role}`),
          chosen: role === member.role,
          onSelect: () => change.put(id, name, role),
        })),
        { kind: 'separator' as const },
        {
          id: 'remove',
          text: t('teams.member.remove'),
          danger: true,
          onSelect: () => change.remove(id, name),
        },
      ]}
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
      trigger={<Button kind="primary">{t('teams.member.add')}</Button>}
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
