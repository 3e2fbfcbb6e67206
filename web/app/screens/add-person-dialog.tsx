import { type FormEvent, useState } from 'react'
import { createPerson } from '../../../contracts/people.ts'
import { ROLES, type Role } from '../../../contracts/route.ts'
import { useDesk } from '../../api/index.ts'
import { t } from '../../locales/t.ts'
import { Button } from '../../ui/button.tsx'
import { Choice } from '../../ui/choice.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { showToast } from '../../ui/toast.tsx'
import { isAtLeast, useMe } from '../who.tsx'
import { useTeams } from './teams-query.ts'
import { useCommand } from './use-command.ts'

type Props = { open: boolean; onClose: () => void; onAdded: () => void }

/** Adds somebody with a role, teams and a first password. */
export function AddPersonDialog({ open, onClose, onAdded }: Props) {
  return (
    <Dialog title={t('people.add')} description={t('people.add.text')} open={open} onClose={onClose}>
      <AddPersonForm onClose={onClose} onAdded={onAdded} />
    </Dialog>
  )
}

function AddPersonForm({ onClose, onAdded }: Omit<Props, 'open'>) {
  const { client } = useDesk()
  const me = useMe()
  const teams = useTeams().data ?? []
  const [role, setRole] = useState<Role>('AGENT')
  const [teamIds, setTeamIds] = useState<readonly string[]>([])
  const command = useCommand()
  const roles = ROLES.filter((one) => isAtLeast(me.person.role, one))
  const toggleTeam = (id: string) =>
    setTeamIds((before) => (before.includes(id) ? before.filter((one) => one !== id) : [...before, id]))
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const text = (name: string) => String(form.get(name) ?? '').trim()
    const password = String(form.get('password') ?? '')
    void command.run(async (idempotencyKey) => {
      const person = await client.call(createPerson, {
        body: {
          name: text('name'),
          email: text('email'),
          role,
          ...(role === 'EMPLOYEE' ? {} : { teamIds: [...teamIds] }),
          ...(password === '' ? {} : { password }),
        },
        idempotencyKey,
      })
      onAdded()
      onClose()
      showToast({ text: t('people.added', { name: person.name }) })
    })
  }
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4 p-5">
      <p role="alert" className="rounded-control bg-danger-tint px-3 py-2 text-danger empty:hidden">
        {command.failure}
      </p>
      <TextField label={t('people.name')} name="name" autoComplete="off" error={command.fieldErrors.name} />
      <TextField
        label={t('people.email')}
        name="email"
        type="email"
        autoComplete="off"
        error={command.fieldErrors.email}
      />
      <Choice
        label={t('people.role')}
        options={roles.map((value) => ({ value, name: t(`people.role.${value}`) }))}
        value={role}
        onChoose={setRole}
      />
      {role !== 'EMPLOYEE' && (
        <fieldset className="flex flex-col gap-1">
          <legend className="mb-1 font-medium">{t('people.teams')}</legend>
          {teams.map((team) => (
            <label key={team.id} className="flex min-h-6 items-center gap-2 pointer-coarse:min-h-11">
              <input
                type="checkbox"
                checked={teamIds.includes(team.id)}
                onChange={() => toggleTeam(team.id)}
                className="size-4 accent-accent"
              />
              {team.name}
            </label>
          ))}
        </fieldset>
      )}
      <TextField
        label={t('people.password')}
        hint={t('people.password.hint')}
        name="password"
        type="text"
        autoComplete="off"
        spellCheck={false}
        error={command.fieldErrors.password}
      />
      <div className="flex justify-end gap-2">
        <Button onClick={onClose}>{t('ui.cancel')}</Button>
        <Button type="submit" kind="primary" busy={command.isBusy}>
          {t('people.add.submit')}
        </Button>
      </div>
    </form>
  )
}
