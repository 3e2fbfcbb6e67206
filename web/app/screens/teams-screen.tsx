import { useQueryClient } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { createTeam, type Team } from '../../../contracts/teams.ts'
import { useDesk } from '../../api/index.ts'
import { t } from '../../locales/t.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { ErrorState, Skeleton } from '../../ui/states.tsx'
import { ColumnHead, TableHead } from '../../ui/table.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { showToast } from '../../ui/toast.tsx'
import { AppLink } from '../app-link.tsx'
import { paths } from '../paths.ts'
import { Screen } from '../shell/screen.tsx'
import { useMe } from '../who.tsx'
import { failureFacts } from './failure-facts.ts'
import { useTeams } from './teams-query.ts'
import { useCommand } from './use-command.ts'
import { ForRole } from './went-wrong.tsx'

/** The teams of the desk. */
export function TeamsScreen() {
  return (
    <ForRole least="AGENT">
      <Teams />
    </ForRole>
  )
}

function Teams() {
  const { person } = useMe()
  const teams = useTeams()
  const [isAdding, setAdding] = useState(false)
  return (
    <Screen
      title={t('teams.title')}
      actions={
        <Button
          onClick={() => setAdding(true)}
          disabledBecause={person.role === 'OWNER' ? undefined : t('teams.add.onlyOwners')}
        >
          <Plus size={16} aria-hidden="true" />
          {t('teams.add')}
        </Button>
      }
    >
      {teams.isPending && <Skeleton rows={4} label={t('ui.loading')} />}
      {teams.isError && (
        <ErrorState
          title={t('teams.failed')}
          {...failureFacts(teams.error)}
          onRetry={() => void teams.refetch()}
        />
      )}
      {teams.data !== undefined && <TeamsTable teams={teams.data} />}
      <Dialog title={t('teams.add')} open={isAdding} onClose={() => setAdding(false)}>
        <NewTeamForm onDone={() => setAdding(false)} />
      </Dialog>
    </Screen>
  )
}

function TeamsTable({ teams }: { teams: readonly Team[] }) {
  return (
    <table className="w-full table-fixed text-start">
      <TableHead>
        <ColumnHead>{t('teams.name')}</ColumnHead>
        <ColumnHead className="w-2/3">{t('teams.prefix')}</ColumnHead>
      </TableHead>
      <tbody>
        {teams.map((team) => (
          <tr key={team.id} className="row-height border-b border-border hover:bg-hover">
            <th scope="row" className="px-4 text-start font-medium">
              <AppLink href={paths.team(team.id)} className="control-height flex items-center text-text">
                <span className="truncate">{team.name}</span>
              </AppLink>
            </th>
            <td className="px-4 text-text-2">{team.prefix}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function NewTeamForm({ onDone }: { onDone: () => void }) {
  const { client } = useDesk()
  const queries = useQueryClient()
  const command = useCommand()
  const [prefix, setPrefix] = useState('')
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const name = String(new FormData(event.currentTarget).get('name') ?? '').trim()
    void command.run(async (idempotencyKey) => {
      await client.call(createTeam, { body: { name, prefix }, idempotencyKey })
      await queries.invalidateQueries({ queryKey: ['teams'] })
      onDone()
      showToast({ text: t('teams.added', { name }) })
    })
  }
  const example = `${prefix === '' ? 'HR' : prefix}-1`
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4 p-5">
      <p role="alert" className="rounded-control bg-danger-tint px-3 py-2 text-danger empty:hidden">
        {command.failure}
      </p>
      <TextField label={t('teams.name')} name="name" autoComplete="off" error={command.fieldErrors.name} />
      <TextField
        label={t('teams.prefix')}
        hint={t('teams.prefix.hint', { example })}
        value={prefix}
        onChange={(event) => setPrefix(event.target.value.toUpperCase())}
        autoComplete="off"
        error={command.fieldErrors.prefix}
      />
      <div className="flex justify-end gap-2">
        <Button onClick={onDone}>{t('ui.cancel')}</Button>
        <Button type="submit" kind="primary" busy={command.isBusy}>
          {t('teams.add.submit')}
        </Button>
      </div>
    </form>
  )
}
