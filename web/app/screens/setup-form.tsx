import { type ComponentProps, type FormEvent, type ReactNode, useState } from 'react'
import { t } from '../../locales/t.ts'
import { Button } from '../../ui/button.tsx'
import { Switch } from '../../ui/switch.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { type SetUpDesk, tokenOfAddress, useSetup } from './use-setup.ts'

/** Four short steps, one below the other: the owner, the organisation, the first team, and what to begin with. */
export function SetupForm({ onKey }: { onKey: (desk: SetUpDesk) => void }) {
  const { wrong, failure, isBusy, submit } = useSetup(onKey)
  const [token] = useState(tokenOfAddress)
  const [prefix, setPrefix] = useState('IT')
  const [withSample, setWithSample] = useState(true)
  const [showsKey, setShowsKey] = useState(false)
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    submit(event.currentTarget, { withSample, showsKey })
  }
  const field = (name: string) => ({ name, error: wrong[name], autoComplete: 'off' })
  return (
    <form onSubmit={send} noValidate className="flex flex-col gap-6">
      <header>
        <h1 className="text-page font-semibold">{t('setup.title')}</h1>
        <p className="text-text-2">{t('setup.text')}</p>
      </header>
      <p role="alert" className="rounded-control bg-danger-tint px-3 py-2 text-danger empty:hidden">
        {failure}
      </p>
      {(token === '' || wrong.token !== undefined) && (
        <TextField
          {...field('token')}
          label={t('setup.token')}
          hint={t('setup.token.hint')}
          defaultValue={token}
        />
      )}
      {token !== '' && wrong.token === undefined && <input type="hidden" name="token" value={token} />}
      <Step title={t('setup.you')}>
        <Pair>
          <TextField {...field('owner.name')} label={t('setup.name')} autoComplete="name" autoFocus />
          <TextField {...field('owner.email')} label={t('setup.email')} {...MAIL} />
        </Pair>
        <TextField
          {...field('owner.password')}
          label={t('setup.password')}
          hint={t('setup.password.hint')}
          type="password"
          autoComplete="new-password"
        />
      </Step>
      <Step title={t('setup.organisation')}>
        <TextField
          {...field('organisation')}
          label={t('setup.organisation.name')}
          autoComplete="organization"
        />
      </Step>
      <Step title={t('setup.team')}>
        <Pair>
          <TextField {...field('team.name')} label={t('setup.team.name')} defaultValue="IT" />
          <TextField
            {...field('team.prefix')}
            label={t('setup.team.prefix')}
            value={prefix}
            onChange={(event) => setPrefix(event.target.value.toUpperCase())}
          />
        </Pair>
        <p className="text-meta text-text-3">{t('setup.team.hint', examplesOf(prefix))}</p>
      </Step>
      <Step title={t('setup.start')}>
        <Switch
          label={t('setup.sample')}
          hint={t('setup.sample.hint')}
          on={withSample}
          onToggle={setWithSample}
        />
        <Switch label={t('setup.key')} hint={t('setup.key.hint')} on={showsKey} onToggle={setShowsKey} />
      </Step>
      <div className="flex flex-wrap items-center gap-3">
        <Button type="submit" kind="primary" busy={isBusy}>
          {t('setup.submit')}
        </Button>
        <span role="status" className="text-text-2">
          {isBusy && (withSample ? t('setup.busy.sample') : t('setup.busy'))}
        </span>
      </div>
    </form>
  )
}

const MAIL: ComponentProps<'input'> = {
  type: 'email',
  autoComplete: 'email',
  autoCapitalize: 'none',
  spellCheck: false,
}

function Step({ title, children }: { title: string; children: ReactNode }) {
  return (
    <fieldset className="flex flex-col gap-3">
      <legend className="mb-2 text-section font-semibold">{title}</legend>
      {children}
    </fieldset>
  )
}

/** Two fields in a row; on a phone one below the other. */
function Pair({ children }: { children: ReactNode }) {
  return <div className="grid items-start gap-3 tablet:grid-cols-2">{children}</div>
}

function examplesOf(prefix: string): { first: string; second: string } {
  const shown = prefix === '' ? 'IT' : prefix
  return { first: `${shown}-1`, second: `${shown}-2` }
}
