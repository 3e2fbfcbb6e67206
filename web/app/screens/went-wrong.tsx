import type { ErrorComponentProps } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { ApiError } from '../../../contracts/client.ts'
import type { Role } from '../../../contracts/route.ts'
import { t } from '../../locales/t.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState, ErrorState } from '../../ui/states.tsx'
import { showToast } from '../../ui/toast.tsx'
import { AppLink } from '../app-link.tsx'
import { paths } from '../paths.ts'
import { Screen } from '../shell/screen.tsx'
import { isAtLeast, useMe } from '../who.tsx'

/** An address that leads to nothing, or to nothing that this person may see: the two are not told apart. */
export function NotFound() {
  return (
    <Screen title={t('frame.notFound')}>
      <EmptyState title={t('frame.notFound')} text={t('frame.notFound.text')} action={<ToStart />} />
    </Screen>
  )
}

function ToStart() {
  return (
    <AppLink href={paths.home()} className="control-height inline-flex items-center">
      {t('frame.notFound.back')}
    </AppLink>
  )
}

/** Shows a screen to those of at least a role, and to others why not. */
export function ForRole({ least, children }: { least: Role; children: ReactNode }) {
  const { person } = useMe()
  if (isAtLeast(person.role, least)) return children
  return (
    <Screen title={t('frame.forbidden')}>
      <EmptyState
        title={t('frame.forbidden')}
        text={t('frame.forbidden.text', { role: t(`people.role.${person.role}`) })}
        action={<ToStart />}
      />
    </Screen>
  )
}

/** A screen that failed while it was drawn: said in its place, with what helps to mend it. */
export function Crash({ error, reset }: ErrorComponentProps) {
  const said = error instanceof Error ? [error.message, error.stack] : [String(error)]
  const details = [...said, location.pathname, navigator.userAgent].join('\n')
  const copy = () =>
    void navigator.clipboard?.writeText(details).then(() => showToast({ text: t('frame.crash.copied') }))
  return (
    <div>
      <ErrorState
        title={t('frame.crash')}
        cause={t('frame.crash.text')}
        requestId={error instanceof ApiError ? error.requestId : undefined}
        onRetry={reset}
      />
      <div className="px-6 tablet:mx-auto tablet:max-w-96">
        <Button kind="quiet" onClick={copy}>
          {t('frame.crash.copy')}
        </Button>
      </div>
    </div>
  )
}
