import { type FormEvent, useState } from 'react'
import { ApiError } from '../../contracts/client.ts'
import { type Me, readMe } from '../../contracts/people.ts'
import { signIn } from '../../contracts/session.ts'
import { useDesk } from '../api/index.ts'
import { t } from '../locales/t.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { TextField } from '../ui/text-field.tsx'
import { paths } from './paths.ts'
import { waitText } from './screens/wait-text.ts'

/** Signs the same person in again, in place. It stays until somebody did: without it nothing would be sent. */
export function SignInAgain({ person, tenant }: Pick<Me, 'person' | 'tenant'>) {
  const { failure, isBusy, submit } = useSignInAgain(person.email, tenant.slug)
  return (
    <Dialog
      title={t('composer.session.title')}
      description={t('composer.session.text')}
      open
      isHeld
      onClose={stay}
    >
      <form onSubmit={submit} noValidate className="flex flex-col gap-4 p-5">
        <p role="alert" className="rounded-control bg-danger-tint px-3 py-2 text-danger empty:hidden">
          {failure}
        </p>
        <TextField
          label={t('signIn.email')}
          name="email"
          type="email"
          autoComplete="username"
          readOnly
          value={person.email}
        />
        <TextField
          label={t('signIn.password')}
          name="password"
          type="password"
          autoComplete="current-password"
          autoFocus
        />
        <div className="flex flex-wrap justify-between gap-2">
          <Button kind="quiet" onClick={() => location.assign(paths.signIn())}>
            {t('composer.session.other')}
          </Button>
          <Button type="submit" kind="primary" busy={isBusy}>
            {t('signIn.submit')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

function stay(): void {}

function useSignInAgain(email: string, tenant: string) {
  const desk = useDesk()
  const [failure, setFailure] = useState<string>()
  const [isBusy, setBusy] = useState(false)
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const password = String(new FormData(event.currentTarget).get('password'))
    setFailure(undefined)
    if (password === '') return setFailure(t('signIn.missing'))
    setBusy(true)
    try {
      await desk.client.call(signIn, { body: { email, password, tenant } })
      const me = await desk.client.call(readMe)
      // Somebody else's session is for a page of its own.
      if (!desk.session.signedIn(me)) location.reload()
    } catch (error) {
      setFailure(failureText(error))
    } finally {
      setBusy(false)
    }
  }
  return { failure, isBusy, submit }
}

function failureText(error: unknown): string {
  if (!(error instanceof ApiError)) return t('signIn.noAnswer')
  if (error.code === 'wrong-credentials' || error.code === 'contract-violation') return t('signIn.wrong')
  if (error.code === 'too-many-requests')
    return t('signIn.wait', { time: waitText(error.retryAfterMs ?? 60_000) })
  return t('signIn.failed', { detail: error.detail })
}
