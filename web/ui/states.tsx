import type { ReactNode } from 'react'
import { t } from '../locales/t.ts'
import { Button } from './button.tsx'

/** Stands where rows will be, of their height, after 120 ms without an answer. */
export function Skeleton({ rows, label }: { rows: number; label: string }) {
  return (
    <div role="status" className="late flex flex-col">
      <span className="sr-only">{label}</span>
      {Array.from({ length: rows }, (_, at) => (
        <div
          // biome-ignore lint/suspicious/noArrayIndexKey: the rows are alike and stand for nothing yet.
          key={at}
          aria-hidden="true"
          className="row-height flex items-center gap-3 border-b border-border px-4"
        >
          <span className="breathe h-3 w-16 rounded-chip bg-neutral-tint" />
          <span className="breathe h-3 flex-1 rounded-chip bg-neutral-tint" />
          <span className="breathe h-3 w-24 rounded-chip bg-neutral-tint max-tablet:hidden" />
        </div>
      ))}
    </div>
  )
}

const STATE_CLASS =
  'flex w-full flex-col items-start gap-2 px-4 py-6 text-pretty wrap-anywhere tablet:mx-auto tablet:max-w-96 tablet:py-16'

/** Says why there is nothing here, and the one next step. */
export function EmptyState({ title, text, action }: { title: string; text: string; action?: ReactNode }) {
  return (
    <div className={STATE_CLASS}>
      <h2 className="text-section font-semibold">{title}</h2>
      <p className="text-text-2">{text}</p>
      {action !== undefined && <div className="mt-2">{action}</div>}
    </div>
  )
}

/** Says what failed, in its place: the rest of the page goes on. `requestId` is what the desk's log knows it by. */
export function ErrorState({
  title,
  cause,
  requestId,
  onRetry,
}: {
  title: string
  cause: string
  requestId?: string | undefined
  onRetry?: (() => void) | undefined
}) {
  return (
    <div role="alert" className={STATE_CLASS}>
      <h2 className="text-section font-semibold">{title}</h2>
      <p className="text-text-2">{cause}</p>
      {onRetry !== undefined && (
        <Button className="mt-2" onClick={onRetry}>
          {t('ui.retry')}
        </Button>
      )}
      {requestId !== undefined && (
        <p className="text-meta text-text-3">
          {t('ui.requestId')} <code className="font-mono select-all">{requestId}</code>
        </p>
      )}
    </div>
  )
}
