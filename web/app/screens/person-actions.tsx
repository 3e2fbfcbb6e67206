import { useQueryClient } from '@tanstack/react-query'
import { Ellipsis } from 'lucide-react'
import { ApiError } from '../../../contracts/client.ts'
import { type Person, updatePerson } from '../../../contracts/people.ts'
import { ROLES } from '../../../contracts/route.ts'
import { useDesk } from '../../api/index.ts'
import { t } from '../../locales/t.ts'
import { IconButton } from '../../ui/button.tsx'
import { Menu, type MenuEntry } from '../../ui/menu.tsx'
import { showToast } from '../../ui/toast.tsx'
import { useRowEntries } from '../palette/row-entries.ts'
import { isAtLeast, useMe } from '../who.tsx'

/** What can be changed of somebody: their role, and whether they may come in. */
export function PersonActions({ person }: { person: Person }) {
  return isAtLeast(useMe().person.role, 'TEAM_ADMIN') ? <ActionsOf person={person} /> : null
}

function ActionsOf({ person }: { person: Person }) {
  const me = useMe()
  const change = useChangePerson(person)
  const isSelf = person.id === me.person.id
  const because = isSelf ? t('people.notYourself') : undefined
  const entries: MenuEntry[] = [
    { kind: 'heading', text: t('people.role') },
    ...ROLES.map((role) => ({
      id: role,
      text: t(`people.role.${role}`),
      chosen: person.role === role,
      disabledBecause: isAtLeast(me.person.role, role) ? because : t('people.aboveYou'),
      onSelect: () => change({ role }),
    })),
    { kind: 'separator' },
    {
      id: 'active',
      text: person.active ? t('people.deactivate') : t('people.activate'),
      danger: person.active,
      disabledBecause: because,
      onSelect: () => change({ active: !person.active }),
    },
  ]
  const label = t('people.actions', { name: person.name })
  useRowEntries(person.name, entries)
  return (
    <Menu
      label={label}
      entries={entries}
      trigger={<IconButton label={label} icon={<Ellipsis size={16} aria-hidden="true" />} />}
    />
  )
}

function useChangePerson(person: Person) {
  const { client } = useDesk()
  const queries = useQueryClient()
  const { id, name, version } = person
  return (change: { role?: Person['role']; active?: boolean }) => {
    client
      .call(updatePerson, {
        params: { id },
        body: change,
        ifMatch: version,
        idempotencyKey: crypto.randomUUID(),
      })
      .then(
        () => showToast({ text: t('people.changed', { name }) }),
        (error) => {
          const detail = error instanceof ApiError ? error.detail : t('signIn.noAnswer')
          showToast({ text: t('people.changeFailed', { name, detail }), kind: 'alert' })
        },
      )
      .finally(() => void queries.invalidateQueries({ queryKey: ['people'] }))
  }
}
