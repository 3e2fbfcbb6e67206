import type { AnyRouter } from '@tanstack/react-router'
import type { Connection } from '../../api/connection.ts'
import { t } from '../../locales/t.ts'
import { showToast } from '../../ui/toast.tsx'
import { paths } from '../paths.ts'
import { mayReload } from './leaving.ts'

const MARK = 'docket-reloaded-at'
const AGAIN_AFTER_MS = 60_000
/** The files of one screen are missed within so long. */
const SCREEN_MS = 2_000

/**
 * A desk that was updated no longer has the files of the build that a page was made of: when one is missing and the desk
 * has another build, the page is loaded anew. Once a minute at most, so that pages are not loaded for ever; and not under
 * somebody who writes, who is asked. A file that is missing because nobody answers is asked for again by the next try.
 * Rule: docs/behaviour/composer.md, "A new build".
 */
export function reloadOnceForNewBuild(): void {
  const own = buildOf(document.documentElement.outerHTML)
  window.addEventListener('vite:preloadError', () => {
    void isReplaced(own).then((isOld) => {
      if (!isOld) return
      const last = Number(sessionStorage.getItem(MARK) ?? 0)
      if (!mayReload() || Date.now() - last < AGAIN_AFTER_MS) return offerReload()
      sessionStorage.setItem(MARK, String(Date.now()))
      location.reload()
    })
  })
}

/**
 * Looks after each break of the stream whether the desk has another build now. If so it says so, and the next change of
 * the screen loads the page anew, unless somebody is writing.
 */
export function followBuild(connection: Connection, router: AnyRouter): void {
  const own = buildOf(document.documentElement.outerHTML)
  let before: string = connection.current().kind
  let isOld = false
  connection.subscribe(() => {
    const { kind } = connection.current()
    const isBack = kind === 'live' && (before === 'reconnecting' || before === 'offline')
    before = kind
    if (isBack && !isOld)
      void isReplaced(own).then((isReplacedNow) => {
        if (!isReplacedNow || isOld) return
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

/** Whether the desk answers with another build than the page's own; the requesters' page begins with another script. */
async function isReplaced(own: string | undefined): Promise<boolean> {
  if (own === undefined) return false
  try {
    const answer = await fetch(isPortal(own) ? paths.portal() : paths.signIn(), {
      headers: { accept: 'text/html' },
    })
    const now = answer.ok ? buildOf(await answer.text()) : undefined
    // Who was signed out meanwhile is answered with the page to sign in: that says nothing of the build.
    return now !== undefined && now !== own && isPortal(now) === isPortal(own)
  } catch {
    // Nobody answers: then it is not the build that is missing.
    return false
  }
}

function isPortal(script: string): boolean {
  return script.startsWith('/assets/portal-')
}

let takeOffer: (() => void) | undefined
let offeredAtMs = Number.NEGATIVE_INFINITY

/** Once at a time, however many files of a screen are missing. */
function offerReload(): void {
  if (performance.now() - offeredAtMs < SCREEN_MS) return
  offeredAtMs = performance.now()
  takeOffer?.()
  takeOffer = showToast({
    text: t('frame.newBuild'),
    detail: t('frame.newBuild.text'),
    action: { text: t('frame.newBuild.reload'), onSelect: () => location.reload() },
  })
}
