import { useState } from 'react'
import { t } from '../../locales/t.ts'
import { EmptyState } from '../../ui/states.tsx'
import { paths } from '../paths.ts'
import { useTitle } from '../shell/screen.tsx'
import { useBoot } from '../who.tsx'
import { SetupDone } from './setup-done.tsx'
import { SetupForm } from './setup-form.tsx'
import type { SetUpDesk } from './use-setup.ts'

/** The first set-up of a desk: one calm page, open once. Rule: docs/behaviour/sign-in.md, "The set-up page". */
export function SetupScreen() {
  const { isSetUp } = useBoot()
  const [done, setDone] = useState<SetUpDesk | undefined>()
  useTitle(t('setup.title'))
  return (
    <main id="main" className="flex h-full items-start justify-center overflow-auto p-4 tablet:py-8">
      <div className="w-full max-w-140 rounded-dialog border border-border bg-surface p-5 shadow-mid tablet:p-6">
        {isSetUp ? <Closed /> : done === undefined ? <SetupForm onKey={setDone} /> : <SetupDone {...done} />}
      </div>
    </main>
  )
}

function Closed() {
  return (
    <>
      <h1 className="sr-only">{t('setup.title')}</h1>
      <EmptyState
        title={t('setup.closed')}
        text={t('setup.closed.text')}
        action={<a href={paths.signIn()}>{t('setup.closed.signIn')}</a>}
      />
    </>
  )
}
