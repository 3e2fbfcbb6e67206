import { t } from '../../locales/t.ts'
import { useSeat } from './composer-seat.ts'

/** Why what was sent did not go out; there before it has words, or it would not be read out. */
export function ProblemStrip({ ticketId }: { ticketId: string }) {
  const { problem } = useSeat(ticketId).state
  return (
    <div role="alert" className="rounded-control bg-danger-tint px-3 py-1.5 text-danger empty:hidden">
      {problem === undefined ? null : (
        <>
          {problem.text}
          {problem.requestId !== undefined && (
            <span className="ms-2 text-meta">
              {t('ui.requestId')} <code className="font-mono select-all">{problem.requestId}</code>
            </span>
          )}
        </>
      )}
    </div>
  )
}
