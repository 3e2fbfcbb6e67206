import { useSearch } from '@tanstack/react-router'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import { ApiError } from '../../../contracts/client.ts'
import { signIn } from '../../../contracts/session.ts'
import { useDesk } from '../../api/index.ts'
import { t } from '../../locales/t.ts'
import { Button } from '../../ui/button.tsx'
import { Choice } from '../../ui/choice.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { safeNext } from '../paths.ts'
import { useTitle } from '../shell/screen.tsx'
import { useBoot } from '../who.tsx'
import { waitText } from './wait-text.ts'

/** The way in. After it one is where one wanted to go, on a page made anew. */
export function SignInScreen() {
  const boot = useBoot()
  useTitle(t('signIn.title'))
  return (
    <main id="main" className="flex min-h-full items-start justify-center p-4 tablet:items-center">
      <div className="w-full max-w-90 rounded-dialog border border-border bg-surface p-6 shadow-mid">
        {boot.isSetUp ? (
          <SignInForm deskName={boot.deskName} />
        ) : (
          <>
            <h1 className="text-page font-semibold">Docket</h1>
            <EmptyState title={t('signIn.notSetUp')} text={t('signIn.notSetUp.text')} />
          </>
        )}
      </div>
    </main>
  )
}

function SignInForm({ deskName }: { deskName: string | null }) {
  const { failure, organisations, organisation, setOrganisation, isBusy, submit } = useSignIn()
  const [isShown, setShown] = useState(false)
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4">
      <h1 className="text-page font-semibold">
        {deskName === null ? t('signIn.title') : t('signIn.to', { desk: deskName })}
      </h1>
      <Failure text={failure} />
      <TextField
        label={t('signIn.email')}
        name="email"
        type="email"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        autoFocus
      />
      <TextField
        label={t('signIn.password')}
        name="password"
        type={isShown ? 'text' : 'password'}
        autoComplete="current-password"
      />
      <label className="flex items-center gap-2 text-text-2">
        <input
          type="checkbox"
          checked={isShown}
          onChange={(event) => setShown(event.target.checked)}
          className="size-4 accent-accent pointer-coarse:size-6"
        />
        {t('signIn.showPassword')}
      </label>
      {organisations.length > 0 && (
        <Choice
          label={t('signIn.organisation')}
          options={organisations.map((slug) => ({ value: slug, name: slug }))}
          value={organisation}
          onChoose={setOrganisation}
        />
      )}
      <Button type="submit" kind="primary" busy={isBusy}>
        {t('signIn.submit')}
      </Button>
    </form>
  )
}

/** Takes focus when it appears, so that it is read out and the next Tab is the first field. */
function Failure({ text }: { text: string | undefined }) {
  const box = useRef<HTMLParagraphElement>(null)
  useEffect(() => {
    if (text !== undefined) box.current?.focus()
  }, [text])
  return (
    <p
      ref={box}
      role="alert"
      tabIndex={-1}
      data-focus="silent"
      className="rounded-control bg-danger-tint px-3 py-2 text-danger empty:hidden"
    >
      {text}
    </p>
  )
}

function useSignIn() {
  const { client } = useDesk()
  const { next } = useSearch({ strict: false }) as { next?: string }
  const [failure, setFailure] = useState<string | undefined>()
  const [organisations, setOrganisations] = useState<readonly string[]>([])
  const [organisation, setOrganisation] = useState('')
  const [isBusy, setBusy] = useState(false)
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const email = String(form.get('email')).trim()
    const password = String(form.get('password'))
    setFailure(undefined)
    if (email === '' || password === '') return setFailure(t('signIn.missing'))
    setBusy(true)
    try {
      const tenant = organisation === '' ? {} : { tenant: organisation }
      await client.call(signIn, { body: { email, password, ...tenant } })
      location.assign(safeNext(next))
    } catch (error) {
      setBusy(false)
      const slugs =
        error instanceof ApiError && error.code === 'choose-tenant' ? error.problem?.tenants : undefined
      if (Array.isArray(slugs)) {
        setOrganisations(slugs)
        setOrganisation(String(slugs[0]))
      }
      setFailure(failureText(error))
    }
  }
  return { failure, organisations, organisation, setOrganisation, isBusy, submit }
}

function failureText(error: unknown): string {
  if (!(error instanceof ApiError)) return t('signIn.noAnswer')
  if (error.code === 'wrong-credentials' || error.code === 'contract-violation') return t('signIn.wrong')
  if (error.code === 'choose-tenant') return t('signIn.chooseOrganisation')
  if (error.code === 'too-many-requests')
    return t('signIn.wait', { time: waitText(error.retryAfterMs ?? 60_000) })
  return t('signIn.failed', { detail: error.detail })
}
