import { useEffect, useRef, useState } from 'react'
import { type Desk, useDesk, useSession } from '../api/index.ts'
import { paths } from '../app/paths.ts'
import { OfflineStrip } from '../app/shell/connection-dot.tsx'
import { useTitle } from '../app/shell/screen.tsx'
import { useMe } from '../app/who.tsx'
import { t } from '../locales/t.ts'
import { whenIdle } from '../ui/late-code.ts'
import { LatePart } from '../ui/late-part.tsx'
import { SkipLink } from '../ui/skip-link.tsx'
import { EmptyState } from '../ui/states.tsx'
import { goTo, PortalLink, usePath } from './address.tsx'
import { keptAnswers } from './kept-text.ts'
import { createOutbox, type Outbox } from './outbox.ts'
import { placeOf } from './place.ts'
import { PortalHeader } from './portal-header.tsx'
import { RequestListScreen } from './request-list-screen.tsx'

const loadRequest = () => import('./request-screen.tsx')
const loadNewRequest = () => import('./new-request-screen.tsx')

/** The requesters' app: their requests, one of them, and a new one. Rule: docs/behaviour/portal.md. */
export function Portal() {
  // Who signs out is on the way to another page.
  return useSession().state === 'signed-out' ? null : <SignedIn />
}

function SignedIn() {
  const outbox = useOutbox()
  useFocusOnMain()
  // The list can do without it; whoever reads the list goes there next.
  useEffect(() => whenIdle(loadAll), [])
  return (
    <div className="flex min-h-dvh flex-col">
      <SkipLink label={t('portal.skip')} target="main" />
      <PortalHeader />
      <OfflineStrip />
      <SignedOutStrip />
      <main id="main" tabIndex={-1} className="mx-auto w-full max-w-180 flex-1 px-4 py-6">
        <Place outbox={outbox} />
      </main>
    </div>
  )
}

function loadAll(): void {
  for (const load of [loadRequest, loadNewRequest]) void load().catch(() => undefined)
}

function Place({ outbox }: { outbox: Outbox }) {
  const place = placeOf(usePath())
  if (place.at === 'list') return <RequestListScreen />
  if (place.at === 'nowhere') return <Nowhere />
  if (place.at === 'new')
    return (
      <LatePart key="new" load={loadNewRequest} failed={t('frame.crash')} rows={4}>
        {({ NewRequestScreen }) => <NewRequestScreen />}
      </LatePart>
    )
  return (
    <LatePart key="request" load={loadRequest} failed={t('frame.crash')} rows={4}>
      {({ RequestScreen }) => <RequestScreen key={place.key} requestKey={place.key} outbox={outbox} />}
    </LatePart>
  )
}

function Nowhere() {
  useTitle(t('frame.notFound'))
  return (
    <>
      <h1 className="sr-only">{t('frame.notFound')}</h1>
      <EmptyState
        title={t('frame.notFound')}
        text={t('frame.notFound.text')}
        action={<PortalLink href={paths.portal()}>{t('portal.back')}</PortalLink>}
      />
    </>
  )
}

/** Answers live as long as the page, so that they arrive while somebody looks at another request. */
function useOutbox(): Outbox {
  const desk = useDesk()
  const { tenant, person } = useMe()
  const [outbox] = useState(() =>
    createOutbox({
      client: desk.client,
      kept: keptAnswers(`${tenant.id}:${person.id}`),
      onSent(message, asked) {
        desk.knownThread(message.ticketId)?.add(message)
        if (message.ticketId === asked.ticketId || !isShown(desk, asked.ticketId)) return
        desk.openTicket(message.ticketId).then(
          (id) => {
            const key = desk.store.get('ticket', id)?.key
            if (key !== undefined && isShown(desk, asked.ticketId)) goTo(paths.portalRequest(key))
          },
          // The list shows it.
          () => undefined,
        )
      },
    }),
  )
  return outbox
}

/** Whether somebody still looks at the request that they answered: nobody is taken away from another. */
function isShown(desk: Desk, ticketId: string): boolean {
  const place = placeOf(location.pathname)
  return place.at === 'request' && [ticketId, desk.store.get('ticket', ticketId)?.key].includes(place.key)
}

function SignedOutStrip() {
  const session = useSession()
  if (session.state !== 'lost') return null
  return (
    <p role="alert" className="bg-warn-tint px-4 py-2 text-warn">
      {t('portal.signedOut')}{' '}
      <a href={paths.signIn({ next: location.pathname })} className="underline">
        {t('portal.signedOut.link')}
      </a>
    </p>
  )
}

/** A reader of the screen begins at the new screen, not where the old link was. */
function useFocusOnMain(): void {
  const path = usePath()
  const shown = useRef(path)
  useEffect(() => {
    if (shown.current === path) return
    shown.current = path
    document.getElementById('main')?.focus({ preventScroll: true })
  }, [path])
}
