import { type ReactNode, useLayoutEffect } from 'react'
import { t } from '../locales/t.ts'
import { useLoaded } from './late-code.ts'
import { ErrorState, Skeleton } from './states.tsx'

/**
 * A part of the page whose code comes when the page has time, or at once when it is shown. Code that cannot be had is
 * said in its place, with a way to ask again, and is asked for again when the network is back; the rest goes on.
 */
export function LatePart<Code>({
  load,
  failed,
  rows,
  children,
}: {
  load: () => Promise<Code>
  /** The heading when it cannot be had. */
  failed: string
  /** So many rows stand for it until it is there. */
  rows: number
  children: (code: Code) => ReactNode
}) {
  const { loaded, isMissed, load: ask } = useLoaded(load)
  useLayoutEffect(() => {
    // Before the first paint: that somebody else missed it is no answer yet.
    if (loaded === undefined) void ask()
  }, [loaded, ask])
  if (loaded !== undefined) return children(loaded)
  if (isMissed) return <ErrorState title={failed} cause={t('signIn.noAnswer')} onRetry={() => void ask()} />
  return <Skeleton rows={rows} label={t('ui.loading')} />
}
