import { Outlet, useLocation, useNavigate } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { DENSITIES, THEMES } from '../../../contracts/boot.ts'
import { useSession } from '../../api/index.ts'
import { t } from '../../locales/t.ts'
import { Kbd } from '../../ui/kbd.tsx'
import { LateLayer } from '../../ui/late-layer.tsx'
import { SkipLink } from '../../ui/skip-link.tsx'
import type { ActionId } from '../keys/actions.ts'
import { useAction, usePending } from '../keys/keyboard.ts'
import { useLook } from '../look/look.ts'
import { paths } from '../paths.ts'
import { useSignOut } from '../sign-out.ts'
import { isAtLeast, useMe } from '../who.tsx'
import { BottomBar } from './bottom-bar.tsx'
import { OfflineStrip } from './connection-dot.tsx'
import { placesFor } from './navigation.ts'
import { Sidebar } from './sidebar.tsx'

const loadPalette = () => import('../palette/palette.tsx')
const loadHelp = () => import('../keys/help-sheet.tsx')
const loadNewTicket = () => import('../../desk/new-ticket/index.ts')

/** What stands around every screen of somebody who is signed in; nothing while a sign-out leaves the page. */
export function Shell() {
  return useSession().state === 'signed-out' ? null : <SignedIn />
}

function SignedIn() {
  useFocusOnMain()
  return (
    <div className="flex h-full flex-col">
      <SkipLink label={t('frame.skip')} target="main" />
      <OfflineStrip />
      <div className="flex min-h-0 flex-1">
        <Sidebar />
        <main id="main" tabIndex={-1} className="flex min-w-0 flex-1 flex-col">
          <Outlet />
        </main>
      </div>
      <BottomBar />
      <GlobalActions />
      <Overlays />
      <PendingKeys />
    </div>
  )
}

/** A reader of the screen begins at the new screen, not where the old link was. A change of the search alone is none. */
function useFocusOnMain(): void {
  const path = useLocation({ select: (location) => location.pathname })
  const shown = useRef(path)
  useEffect(() => {
    if (shown.current === path) return
    shown.current = path
    document.getElementById('main')?.focus({ preventScroll: true })
  }, [path])
}

function GlobalActions() {
  const { person } = useMe()
  const navigate = useNavigate()
  const signOut = useSignOut()
  const [, changeLook] = useLook()
  useAction('go.appearance', () => void navigate({ href: paths.appearance() }))
  useAction('go.shortcuts', () => void navigate({ href: paths.shortcuts() }))
  useAction('go.replies', () => void navigate({ href: paths.replies() }))
  useAction('go.deskSettings', () => void navigate({ href: paths.deskSettings() }), person.role === 'OWNER')
  useAction('session.end', signOut)
  return (
    <>
      {placesFor(person.role).map(({ href, action, isPage }) =>
        action === undefined ? null : (
          <Offer
            key={href}
            id={action}
            run={() => (isPage === true ? location.assign(href) : void navigate({ href }))}
          />
        ),
      )}
      {THEMES.map((theme) => (
        <Offer key={theme} id={`look.${theme}`} run={() => changeLook({ theme })} />
      ))}
      {DENSITIES.map((density) => (
        <Offer key={density} id={`look.${density}`} run={() => changeLook({ density })} />
      ))}
    </>
  )
}

function Offer({ id, run }: { id: ActionId; run: () => void }) {
  useAction(id, run)
  return null
}

function Overlays() {
  const { person } = useMe()
  const [open, setOpen] = useState<'palette' | 'help' | 'new-ticket' | undefined>()
  const close = () => setOpen(undefined)
  useAction('palette.open', () => setOpen('palette'))
  useAction('help.open', () => setOpen('help'))
  useAction('ticket.new', () => setOpen('new-ticket'), isAtLeast(person.role, 'AGENT'))
  const layer = (what: typeof open, label: string) => ({
    open: open === what,
    label,
    isRare: true,
    onClose: close,
  })
  return (
    <>
      <LateLayer load={loadPalette} {...layer('palette', t('frame.palette'))}>
        {({ Palette }) => <Palette open={open === 'palette'} onClose={close} />}
      </LateLayer>
      <LateLayer load={loadHelp} {...layer('help', t('keys.title'))}>
        {({ HelpSheet }) => <HelpSheet open={open === 'help'} onClose={close} />}
      </LateLayer>
      <LateLayer load={loadNewTicket} {...layer('new-ticket', t('newTicket.title'))}>
        {({ NewTicketDialog }) => <NewTicketDialog open={open === 'new-ticket'} onClose={close} />}
      </LateLayer>
    </>
  )
}

function PendingKeys() {
  const pending = usePending()
  return (
    <div
      aria-live="polite"
      className="pointer-events-none fixed inset-x-0 bottom-4 z-(--layer-toast) flex justify-center"
    >
      {pending !== undefined && (
        <p className="flex items-center gap-2 rounded-control border border-border bg-surface px-3 py-1.5 shadow-mid">
          <Kbd keys={pending} /> …
        </p>
      )}
    </div>
  )
}
