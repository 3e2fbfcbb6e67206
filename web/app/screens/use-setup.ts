import { useState } from 'react'
import { ApiError } from '../../../contracts/client.ts'
import { listKeys, revokeKey } from '../../../contracts/keys.ts'
import { readMe } from '../../../contracts/people.ts'
import { signIn } from '../../../contracts/session.ts'
import { setUp } from '../../../contracts/setup.ts'
import { type Desk, useDesk } from '../../api/index.ts'
import { t } from '../../locales/t.ts'
import { paths } from '../paths.ts'
import { fieldProblem } from './field-problem.ts'

/** A desk that was just set up: its first key, and where its owner goes on. */
export type SetUpDesk = { apiKey: string; href: string }

type Wrong = Readonly<Record<string, string>>
type Wanted = { withSample: boolean; showsKey: boolean }

/**
 * Sets the desk up, signs its owner in and leads to the first sample ticket, or the empty inbox. With `showsKey` the
 * first API key goes to `onKey` instead; without, nobody has seen it and it is revoked.
 */
export function useSetup(onKey: (desk: SetUpDesk) => void) {
  const desk = useDesk()
  const [wrong, setWrong] = useState<Wrong>({})
  const [failure, setFailure] = useState<string | undefined>()
  const [isBusy, setBusy] = useState(false)
  const run = async (form: HTMLFormElement, wanted: Wanted) => {
    const values = new FormData(form)
    const missing = missingOf(form)
    setWrong(missing)
    setFailure(undefined)
    if (Object.keys(missing).length > 0) return focusOn(form, missing)
    setBusy(true)
    try {
      const made = await makeDesk(desk, values, wanted)
      if (wanted.showsKey) return onKey(made)
      location.assign(made.href)
    } catch (error) {
      const problems = problemsOf(error)
      setWrong(problems)
      if (Object.keys(problems).length === 0) setFailure(failureText(error))
      focusOn(form, problems)
      setBusy(false)
    }
  }
  return { wrong, failure, isBusy, submit: (form: HTMLFormElement, wanted: Wanted) => void run(form, wanted) }
}

/** The token of the address, which is taken out of it, so that it stays in no history and in no picture of the screen. */
export function tokenOfAddress(): string {
  const token = new URLSearchParams(location.search).get('token') ?? ''
  if (token !== '') history.replaceState(null, '', location.pathname)
  return token
}

async function makeDesk({ client, session }: Desk, values: FormData, wanted: Wanted): Promise<SetUpDesk> {
  const text = (name: string) => String(values.get(name) ?? '').trim()
  const password = String(values.get('owner.password') ?? '')
  const body = {
    token: text('token'),
    organisation: text('organisation'),
    owner: { name: text('owner.name'), email: text('owner.email'), password },
    team: { name: text('team.name'), prefix: text('team.prefix') },
    ...(wanted.withSample ? { sampleDesk: true } : {}),
  }
  const { apiKey, firstTicketKey } = await client.call(setUp, { body })
  const href = firstTicketKey === undefined ? paths.inbox() : paths.ticket(firstTicketKey)
  try {
    await client.call(signIn, { body: { email: body.owner.email, password } })
    session.signedIn(await client.call(readMe))
    if (!wanted.showsKey) await revokeUnseenKey(client)
  } catch {
    // It is set up; what failed behind that is no reason to stay on a page that is closed.
  }
  return { apiKey, href }
}

async function revokeUnseenKey(client: Desk['client']): Promise<void> {
  const { items } = await client.call(listKeys, { query: {} })
  for (const { id } of items)
    await client.call(revokeKey, { params: { id }, idempotencyKey: crypto.randomUUID() })
}

function missingOf(form: HTMLFormElement): Wrong {
  const boxes = [...form.querySelectorAll<HTMLInputElement>('input[name]')]
  return Object.fromEntries(
    boxes.flatMap(({ name, value }) => (value.trim() === '' ? [[name, t('ui.missing')]] : [])),
  )
}

/** What the desk says against the fields, by the names that they have in the form. */
function problemsOf(error: unknown): Wrong {
  if (!(error instanceof ApiError)) return {}
  if (error.code === 'wrong-setup-token') return { token: t('setup.token.wrong') }
  return Object.fromEntries(
    error.errors.map(({ path, message }) => [
      path.replace(/^\/(body\/)?/, '').replaceAll('/', '.'),
      fieldProblem(message),
    ]),
  )
}

function failureText(error: unknown): string {
  if (!(error instanceof ApiError)) return t('signIn.noAnswer')
  return error.code === 'gone' ? t('setup.closed') : t('setup.failed', { detail: error.detail })
}

function focusOn(form: HTMLFormElement, wrong: Wrong): void {
  const [first] = [...form.querySelectorAll<HTMLInputElement>('input[name]')].filter(
    ({ name }) => name in wrong,
  )
  first?.focus()
}
