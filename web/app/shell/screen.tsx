import { type ReactNode, useEffect } from 'react'
import { t } from '../../locales/t.ts'
import { classNames } from '../../ui/class-names.ts'
import { useBoot } from '../who.tsx'

/**
 * A screen: its name as the one h1 in a strip of 44 px, what can be done beside it, and the rest below, which scrolls.
 * The name is the page's title too; `badge` stands before it, as the number of unread.
 */
export function Screen({
  title,
  badge,
  actions,
  children,
  isPadded = false,
}: {
  title: string
  badge?: string
  actions?: ReactNode
  children: ReactNode
  isPadded?: boolean
}) {
  useTitle(badge === undefined ? title : `${badge} ${title}`)
  return (
    <>
      <header className="flex min-h-11 pointer-coarse:min-h-13 flex-wrap items-center gap-x-3 gap-y-1 border-b border-border px-4 py-1">
        <h1 className="min-w-0 flex-1 truncate text-section font-semibold">{title}</h1>
        {actions}
      </header>
      <div className={classNames('min-h-0 flex-1 overflow-auto', isPadded && 'p-4 tablet:p-6')}>
        {children}
      </div>
    </>
  )
}

/** Names the page for the browser: the place, then the desk. */
export function useTitle(place: string): void {
  const { deskName } = useBoot()
  useEffect(() => {
    document.title = t('frame.title', { place, desk: deskName ?? 'Docket' })
  }, [place, deskName])
}
