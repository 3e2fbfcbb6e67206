const MARK = 'docket-reloaded-at'
const AGAIN_AFTER_MS = 60_000

/**
 * A desk that was updated no longer has the files of the build that a page was made of: when one is missing, the page is
 * loaded anew. Once a minute at most, so that a desk that lost a file does not make pages load for ever.
 */
export function reloadOnceForNewBuild(): void {
  window.addEventListener('vite:preloadError', (event) => {
    const last = Number(sessionStorage.getItem(MARK) ?? 0)
    if (Date.now() - last < AGAIN_AFTER_MS) return
    event.preventDefault()
    sessionStorage.setItem(MARK, String(Date.now()))
    location.reload()
  })
}
