import { t } from '../../../locales/t.ts'

/** Two pixels over the rows while they are of before; from 400 ms on, so that a quick answer shows nothing. */
export function StaleBar({ isShown }: { isShown: boolean }) {
  return (
    <div className="relative h-0" role="status">
      {isShown && (
        <div
          className="busy-bar absolute inset-x-0 top-0 z-(--layer-drawer) h-0.5 overflow-hidden"
          data-testid="stale"
        >
          <span className="sr-only">{t('list.stale')}</span>
        </div>
      )}
    </div>
  )
}
