import { useNavigate } from '@tanstack/react-router'
import { Ellipsis, Plus, Search } from 'lucide-react'
import type { ReactNode } from 'react'
import { t } from '../../locales/t.ts'
import { Menu } from '../../ui/menu.tsx'
import { AppLink, useIsAt } from '../app-link.tsx'
import { keyboard, useOffered } from '../keys/keyboard.ts'
import { useSignOut } from '../sign-out.ts'
import { useMe } from '../who.tsx'
import { type Place, placesFor } from './navigation.ts'

const CELL = 'flex min-h-14 flex-1 flex-col items-center justify-center gap-0.5 text-caption'
const CELL_IDLE = `${CELL} text-text-2`

/** The way around on a phone: the two main places, what one does most, and the rest behind "More". */
export function BottomBar() {
  const me = useMe()
  const places = placesFor(me.person.role)
  const canFile = useOffered().includes('ticket.new')
  return (
    <nav
      aria-label={t('frame.nav')}
      className="flex border-t border-border bg-surface pb-[env(safe-area-inset-bottom)] tablet:hidden"
    >
      {places.slice(0, 2).map((place) => (
        <Cell key={place.href} place={place} />
      ))}
      {canFile && (
        <button type="button" className={CELL_IDLE} onClick={() => keyboard.run('ticket.new')}>
          <Plus size={20} aria-hidden="true" />
          {t('frame.newTicket')}
        </button>
      )}
      <button type="button" className={CELL_IDLE} onClick={() => keyboard.run('palette.open')}>
        <Search size={20} aria-hidden="true" />
        {t('frame.search')}
      </button>
      <More places={places.slice(2)} />
    </nav>
  )
}

function Cell({ place }: { place: Place }) {
  const isAt = useIsAt(place.href)
  const Icon = place.icon
  const link = {
    href: place.href,
    'aria-current': isAt ? ('page' as const) : undefined,
    className: isAt
      ? `${CELL} font-semibold text-link hover:no-underline`
      : `${CELL_IDLE} hover:no-underline`,
    children: (
      <>
        <Icon size={20} aria-hidden="true" />
        {t(place.label)}
      </>
    ),
  }
  return place.isPage === true ? <a {...link} /> : <AppLink {...link} />
}

function More({ places }: { places: readonly Place[] }): ReactNode {
  const navigate = useNavigate()
  const signOut = useSignOut()
  const open = (place: Place) =>
    place.isPage === true ? location.assign(place.href) : void navigate({ href: place.href })
  return (
    <Menu
      label={t('frame.more')}
      side="top"
      entries={[
        ...places.map((place) => ({
          id: place.href,
          text: t(place.label),
          icon: <place.icon size={16} aria-hidden="true" />,
          onSelect: () => open(place),
        })),
        { kind: 'separator' as const },
        { id: 'sign-out', text: t('frame.signOut'), onSelect: signOut },
      ]}
      trigger={
        <button type="button" className={CELL_IDLE}>
          <Ellipsis size={20} aria-hidden="true" />
          {t('frame.more')}
        </button>
      }
    />
  )
}
