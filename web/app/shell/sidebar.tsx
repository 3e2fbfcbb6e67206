import { PanelLeftClose, PanelLeftOpen, Search } from 'lucide-react'
import { t } from '../../locales/t.ts'
import { IconButton } from '../../ui/button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { Kbd } from '../../ui/kbd.tsx'
import { tip } from '../../ui/tip.ts'
import { AppLink, useIsAt } from '../app-link.tsx'
import { keyboard, useAction, useKeysOf } from '../keys/keyboard.ts'
import { useMe } from '../who.tsx'
import { ConnectionDot } from './connection-dot.tsx'
import { type Place, placesFor } from './navigation.ts'
import { PersonMenu } from './person-menu.tsx'
import { useNarrowSidebar } from './sidebar-width.ts'

/** The way around the app; 232 px, or 52 with icons alone. Not there on a phone. */
export function Sidebar() {
  const me = useMe()
  const [isNarrow, toggle] = useNarrowSidebar()
  useAction('sidebar.toggle', toggle)
  const toggleKeys = useKeysOf('sidebar.toggle')
  return (
    <aside
      aria-label={t('frame.sidebar')}
      className={classNames(
        'flex shrink-0 flex-col gap-3 border-e border-border bg-sunken p-2 max-tablet:hidden',
        isNarrow ? 'w-13' : 'w-58',
      )}
    >
      <div className={classNames('flex items-center gap-1', isNarrow && 'flex-col')}>
        {!isNarrow && <p className="flex-1 truncate ps-2 font-semibold">{me.tenant.name}</p>}
        <IconButton
          label={isNarrow ? t('frame.expand') : t('frame.collapse')}
          {...(toggleKeys === undefined ? {} : { keys: toggleKeys })}
          icon={isNarrow ? <PanelLeftOpen size={16} /> : <PanelLeftClose size={16} />}
          aria-expanded={!isNarrow}
          onClick={toggle}
        />
      </div>
      <SearchButton isNarrow={isNarrow} />
      <nav aria-label={t('frame.nav')} className="-m-2 flex-1 overflow-y-auto p-2">
        <ul className="flex flex-col gap-0.5">
          {placesFor(me.person.role).map((place) => (
            <li key={place.href}>
              <PlaceLink place={place} isNarrow={isNarrow} />
            </li>
          ))}
        </ul>
      </nav>
      <div
        className={classNames('flex flex-col gap-1 border-t border-border pt-2', isNarrow && 'items-center')}
      >
        <ConnectionDot isNarrow={isNarrow} />
        <PersonMenu isNarrow={isNarrow} />
      </div>
    </aside>
  )
}

function SearchButton({ isNarrow }: { isNarrow: boolean }) {
  const keys = useKeysOf('palette.open')
  const open = () => keyboard.run('palette.open')
  if (isNarrow)
    return (
      <IconButton
        label={t('frame.search')}
        icon={<Search size={16} />}
        onClick={open}
        {...(keys === undefined ? {} : { keys })}
      />
    )
  return (
    <button
      type="button"
      onClick={open}
      className="control-height flex items-center gap-2 rounded-control border border-border-strong bg-surface px-2 text-text-3 hover:bg-hover"
    >
      <Search size={16} aria-hidden="true" />
      <span className="flex-1 text-start">{t('frame.search')}</span>
      {keys !== undefined && <Kbd keys={keys} />}
    </button>
  )
}

function PlaceLink({ place, isNarrow }: { place: Place; isNarrow: boolean }) {
  const isAt = useIsAt(place.href)
  const keys = useKeysOf(place.action ?? 'go.help')
  const shown = place.action === undefined ? undefined : keys
  const label = t(place.label)
  const Icon = place.icon
  const link = {
    href: place.href,
    'aria-current': isAt ? ('page' as const) : undefined,
    ...tip(isNarrow || shown !== undefined ? label : undefined, shown),
    'data-tip-beside': true,
    className: classNames(
      'control-height flex items-center gap-2.5 rounded-control px-2 hover:no-underline',
      isAt ? 'bg-selected font-medium text-text' : 'text-text-2 hover:bg-hover hover:text-text',
      isNarrow && 'w-9 justify-center',
    ),
    children: (
      <>
        <Icon size={16} aria-hidden="true" className="shrink-0" />
        <span className={isNarrow ? 'sr-only' : 'truncate'}>{label}</span>
      </>
    ),
  }
  return place.isPage === true ? <a {...link} /> : <AppLink {...link} />
}
