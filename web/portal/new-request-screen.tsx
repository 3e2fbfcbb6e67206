import { type FormEvent, useEffect, useState } from 'react'
import type { Team } from '../../contracts/teams.ts'
import { createTicket } from '../../contracts/tickets.ts'
import { teamsQuery, useDesk } from '../api/index.ts'
import { paths } from '../app/paths.ts'
import { useCommand } from '../app/screens/use-command.ts'
import { useTitle } from '../app/shell/screen.tsx'
import { useMe } from '../app/who.tsx'
import { t } from '../locales/t.ts'
import { Button } from '../ui/button.tsx'
import { Choice } from '../ui/choice.tsx'
import { TextArea, TextField } from '../ui/text-field.tsx'
import { goTo, PortalLink } from './address.tsx'
import { keptText } from './kept-text.ts'

/** Asks for help: what it is about, what happened, and of whom where there are several teams. */
export function NewRequestScreen() {
  useTitle(t('portal.new'))
  const teams = useTeams()
  const [subject, setSubject] = useKept('new.subject')
  const [body, setBody] = useKept('new.body')
  const [teamId, setTeamId] = useState<string | undefined>()
  const { command, missing, submit } = useFiling(() => {
    setSubject('')
    setBody('')
  })
  const first = teams[0]
  return (
    <>
      <h1 className="mb-4 text-page font-semibold">{t('portal.new')}</h1>
      <form
        onSubmit={(event) => submit(event, { subject, body, teamId })}
        noValidate
        className="flex flex-col gap-5"
      >
        <p role="alert" className="rounded-control bg-danger-tint px-3 py-2 text-danger empty:hidden">
          {command.failure}
        </p>
        {teams.length > 1 && first !== undefined && (
          <Choice
            label={t('portal.new.team')}
            options={teams.map(({ id, name }) => ({ value: id, name }))}
            value={teamId ?? first.id}
            onChoose={setTeamId}
          />
        )}
        <TextField
          label={t('portal.new.subject')}
          hint={t('portal.new.subject.hint')}
          value={subject}
          onChange={(event) => setSubject(event.target.value)}
          maxLength={250}
          autoComplete="off"
          error={missing.subject ?? command.fieldErrors.subject}
        />
        <TextArea
          label={t('portal.new.body')}
          hint={t('portal.new.body.hint')}
          value={body}
          onChange={(event) => setBody(event.target.value)}
          error={missing.body ?? command.fieldErrors.body}
        />
        <div className="flex items-center gap-4">
          <Button type="submit" kind="primary" busy={command.isBusy}>
            {t('portal.new.submit')}
          </Button>
          <PortalLink href={paths.portal()}>{t('ui.cancel')}</PortalLink>
        </div>
      </form>
    </>
  )
}

type Asked = { subject: string; body: string; teamId: string | undefined }

/** Files once, however often it is tried: a try without an answer is repeated as the same request. */
function useFiling(onFiled: () => void) {
  const desk = useDesk()
  const command = useCommand()
  const [missing, setMissing] = useState<{ subject?: string; body?: string }>({})
  const submit = (event: FormEvent<HTMLFormElement>, { subject, body, teamId }: Asked) => {
    event.preventDefault()
    const lacks = {
      ...(subject.trim() === '' ? { subject: t('ui.missing') } : {}),
      ...(body.trim() === '' ? { body: t('ui.missing') } : {}),
    }
    setMissing(lacks)
    const form = event.currentTarget
    if (Object.keys(lacks).length > 0)
      return form
        .querySelector<HTMLElement>('subject' in lacks ? 'input:not([type=radio])' : 'textarea')
        ?.focus()
    void command.run(async (idempotencyKey) => {
      const ticket = await desk.client.call(createTicket, {
        body: { subject: subject.trim(), body, ...(teamId === undefined ? {} : { teamId }) },
        idempotencyKey,
      })
      desk.store.put('ticket', ticket.version, ticket)
      onFiled()
      goTo(paths.portalRequest(ticket.key), 'replace')
    })
  }
  return { command, missing, submit }
}

/** The teams, in their order; none where they could not be read: then the first team gets the request. */
function useTeams(): readonly Team[] {
  const { queries, client } = useDesk()
  const [teams, setTeams] = useState<readonly Team[]>([])
  useEffect(() => {
    let isWanted = true
    queries.fetchQuery(teamsQuery(client)).then(
      (all) => isWanted && setTeams(all),
      () => undefined,
    )
    return () => {
      isWanted = false
    }
  }, [queries, client])
  return teams
}

/** A text that outlives the page until it was sent. */
function useKept(place: string): [string, (text: string) => void] {
  const me = useMe()
  const kept = keptText(`${me.tenant.id}:${me.person.id}`, place)
  const [text, setText] = useState(kept.read)
  const write = (next: string) => {
    kept.keep(next)
    setText(next)
  }
  return [text, write]
}
