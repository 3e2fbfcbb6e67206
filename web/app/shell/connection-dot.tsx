import { useEffect, useState } from 'react'
import { useConnection, useDesk } from '../../api/index.ts'
import { t } from '../../locales/t.ts'
import { classNames } from '../../ui/class-names.ts'

/** Says whether what is shown is live: by a shape, a word and a colour. */
export function ConnectionDot({ isNarrow }: { isNarrow: boolean }) {
  const connection = useConnection()
  const text = connectionText(connection)
  const isLive = connection.kind === 'live'
  return (
    <p
      role="status"
      data-testid="conn"
      className="flex items-center gap-2 px-2 text-meta text-text-2"
      title={text}
    >
      <span
        aria-hidden="true"
        className={classNames(
          'inline-block size-2 shrink-0 rounded-full border',
          isLive && 'border-ok bg-ok',
          connection.kind === 'offline' && 'border-warn',
          !isLive && connection.kind !== 'offline' && 'breathe border-dashed border-text-3',
        )}
      />
      <span className={isNarrow ? 'sr-only' : 'truncate'}>{text}</span>
    </p>
  )
}

/** The dot says it at once; over the page it stands only when it lasts. */
const STRIP_AFTER_MS = 10_000

/** A strip over the page once the break is long enough to matter. Rule: docs/behaviour/web-data.md, "Connection". */
export function OfflineStrip() {
  const connection = useConnection()
  const { clock } = useDesk()
  const since = connection.kind === 'offline' ? connection.since : undefined
  const [lasting, setLasting] = useState<number>()
  useEffect(() => {
    if (since === undefined) return
    return clock.after(Math.max(0, since + STRIP_AFTER_MS - clock.now()), () => setLasting(since))
  }, [clock, since])
  if (since === undefined || lasting !== since) return null
  return (
    <p role="status" className="bg-warn-tint px-4 py-1.5 text-warn">
      {t('frame.offlineStrip', { time: clockTime(since) })}
    </p>
  )
}

function connectionText(connection: ReturnType<typeof useConnection>): string {
  if (connection.kind === 'live') return t('frame.live')
  if (connection.kind === 'offline') return t('frame.offline', { time: clockTime(connection.since) })
  return connection.kind === 'reconnecting' ? t('frame.reconnecting') : t('frame.connecting')
}

function clockTime(at: number): string {
  return new Intl.DateTimeFormat(undefined, { timeStyle: 'short' }).format(at)
}
