import type { AnyRouter } from '@tanstack/react-router'
import type { Connection } from '../../api/connection.ts'
import { t } from '../../locales/t.ts'
import { showToast } from '../../ui/toast.tsx'
import { mayReload } from './leaving.ts'

const MARK = 'docket-reloaded-at'
const AGAIN_AFTER_MS = 60_000

/**
 * A desk that was updated no longer has the files of the build that a page was made of: when one is missing, the page is
 * loaded anew. Once a minute at most, so that a desk that lost a file does not make pages load for ever; and not under
 * somebody who writes, who is asked. Rule: docs/behaviour/web-app.md, "Files".
 */
export function reloadOnceForNewBuild(): void {
  window.addEventListener('vite:preloadError', (event) => {
    const last = Number(sessionStorage.getItem(MARK) ?? 0)
    if (Date.now() - last < AGAIN_AFTER_MS) return
    if (!mayReload()) return offerReload()
    event.preventDefault()
    sessionStorage.setItem(MARK, String(Date.now()))
    location.reload()
  })
}

/**
 * Looks after each break of the stream whether the desk has another build now. If so it says so, and the next change of
 * the screen loads the page anew, unless somebody is writing.
 */
export function followBuild(connection: Connection, router: AnyRouter): void {
  const own = buildOf(document.documentElement.outerHTML)
  if (own === undefined) return
  let before: string = connection.current().kind
  let isOld = false
  connection.subscribe(() => {
    const { kind } = connection.current()
    const isBack = kind === 'live' && (before === 'reconnecting' || before === 'offline')
    before = kind
    if (isBack && !isOld)
      void readBuild().then((now) => {
        if (now === undefined || now === own || isOld) return
        isOld = true
        offerReload()
      })
  })
  router.subscribe('onBeforeNavigate', ({ toLocation, pathChanged }) => {
    if (isOld && pathChanged && mayReload()) location.assign(toLocation.href)
  })
}

/** The name of the script that a page begins with: it holds a hash of its content. */
export function buildOf(html: string): string | undefined {
  return /<script[^>]+src="(\/assets\/[^"]+\.js)"/.exec(html)?.[1]
}

async function readBuild(): Promise<string | undefined> {
  try {
    const answer = await fetch('/sign-in', { headers: { accept: 'text/html' } })
    return answer.ok ? buildOf(await answer.text()) : undefined
  } catch {
    // The next break asks again.
    return undefined
  }
}

let takeOffer: (() => void) | undefined

/** Once at a time, however many files are missing. */
function offerReload(): void {
  takeOffer?.()
  takeOffer = showToast({
    text: t('composer.newBuild'),
    detail: t('composer.newBuild.text'),
    action: { text: t('composer.newBuild.reload'), onSelect: () => location.reload() },
  })
}
