import type { ReactNode } from 'react'
import { t } from '../../locales/t.ts'
import { classNames } from '../../ui/class-names.ts'
import { AppLink, useIsAt } from '../app-link.tsx'
import { paths } from '../paths.ts'
import { Screen } from '../shell/screen.tsx'
import { useMe } from '../who.tsx'

/** A page of the settings, with the way to the others. */
export function SettingsFrame({
  title,
  text,
  children,
}: {
  title: string
  text: string
  children: ReactNode
}) {
  const { person } = useMe()
  return (
    <Screen title={title}>
      <nav aria-label={t('settings.nav')} className="flex flex-wrap gap-1 border-b border-border px-4 py-1.5">
        <Tab href={paths.appearance()} name={t('settings.appearance')} />
        <Tab href={paths.shortcuts()} name={t('settings.shortcuts')} />
        {person.role !== 'EMPLOYEE' && <Tab href={paths.replies()} name={t('composer.settings')} />}
        {person.role === 'OWNER' && <Tab href={paths.deskSettings()} name={t('deskSettings.title')} />}
      </nav>
      <div className="flex max-w-168 flex-col gap-6 px-4 py-5">
        <p className="text-text-2">{text}</p>
        {children}
      </div>
    </Screen>
  )
}

function Tab({ href, name }: { href: string; name: string }) {
  const isAt = useIsAt(href)
  return (
    <AppLink
      href={href}
      aria-current={isAt ? 'page' : undefined}
      className={classNames(
        'control-height inline-flex items-center rounded-control px-2.5 hover:no-underline',
        isAt ? 'bg-selected font-medium text-text' : 'text-text-2 hover:bg-hover',
      )}
    >
      {name}
    </AppLink>
  )
}
