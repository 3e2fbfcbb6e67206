import { LogOut, Plus, Settings } from 'lucide-react'
import { useState } from 'react'
import { useDesk } from '../api/index.ts'
import { paths } from '../app/paths.ts'
import { isAtLeast, useBoot, useMe } from '../app/who.tsx'
import { t } from '../locales/t.ts'
import { Avatar } from '../ui/avatar.tsx'
import { classNames } from '../ui/class-names.ts'
import { Menu, type MenuEntry } from '../ui/menu.tsx'
import { PortalLink, usePath } from './address.tsx'
import { forgetTexts } from './kept-text.ts'
import { placeOf } from './place.ts'

/** The name of the desk, the way to ask, and the person's menu. */
export function PortalHeader() {
  const { deskName } = useBoot()
  const place = placeOf(usePath())
  return (
    <header className="border-b border-border bg-surface">
      <div className="mx-auto flex min-h-14 w-full max-w-180 items-center gap-2 px-4">
        <PortalLink href={paths.portal()} className="min-w-0 flex-1 truncate font-semibold text-text">
          {deskName ?? 'Docket'}
        </PortalLink>
        <nav aria-label={t('portal.nav')} className="flex items-center">
          <PortalLink
            href={paths.portalNew()}
            aria-current={place.at === 'new' ? 'page' : undefined}
            className={classNames(
              'control-height inline-flex items-center gap-1.5 rounded-control px-3 font-medium whitespace-nowrap hover:no-underline',
              place.at === 'new' ? 'bg-selected text-text' : 'bg-accent text-on-accent hover:bg-accent-hover',
            )}
          >
            <Plus size={18} aria-hidden="true" />
            {t('portal.new')}
          </PortalLink>
        </nav>
        <PersonMenu />
      </div>
    </header>
  )
}

function PersonMenu() {
  const desk = useDesk()
  const { person, tenant } = useMe()
  const [isFailed, setFailed] = useState(false)
  const signOut = async () => {
    setFailed(false)
    try {
      await desk.signOut()
    } catch {
      return setFailed(true)
    }
    forgetTexts(`${tenant.id}:${person.id}`)
    location.assign(paths.signIn())
  }
  const staff: MenuEntry[] = [
    { id: 'desk', text: t('portal.desk'), onSelect: () => location.assign(paths.inbox()) },
    { kind: 'separator' },
  ]
  const entries: MenuEntry[] = [
    ...(isAtLeast(person.role, 'AGENT') ? staff : []),
    {
      id: 'settings',
      text: t('frame.settings'),
      icon: <Settings size={16} aria-hidden="true" />,
      onSelect: () => location.assign(paths.appearance()),
    },
    {
      id: 'sign-out',
      text: t('frame.signOut'),
      icon: <LogOut size={16} aria-hidden="true" />,
      onSelect: () => void signOut(),
    },
  ]
  return (
    <>
      <p role="alert" className="text-danger empty:hidden">
        {isFailed ? t('frame.signOutFailed') : null}
      </p>
      <Menu
        label={t('frame.me', { name: person.name })}
        entries={entries}
        trigger={
          <button
            type="button"
            aria-label={t('frame.me', { name: person.name })}
            className="-me-1.5 inline-flex size-11 items-center justify-center rounded-control hover:bg-hover"
          >
            <Avatar name={person.name} id={person.id} size="large" />
          </button>
        }
      />
    </>
  )
}
