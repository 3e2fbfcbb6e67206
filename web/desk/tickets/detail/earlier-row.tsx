import { t } from '../../../locales/t.ts'
import { Button } from '../../../ui/button.tsx'

/** So many earlier messages come at once. */
export const EARLIER_AT_ONCE = 100

/** Stands for the messages that are not shown, and brings the nearest of them. */
export function EarlierRow({
  count,
  isLoading,
  onShow,
}: {
  count: number
  isLoading: boolean
  onShow: () => void
}) {
  return (
    <div className="flex items-center gap-3">
      <span aria-hidden="true" className="flex-1 border-t border-border" />
      <Button busy={isLoading} onClick={onShow} data-testid="earlier">
        {count > EARLIER_AT_ONCE
          ? t('detail.earlierOf', { count: EARLIER_AT_ONCE, total: count })
          : t('detail.earlier', { count })}
      </Button>
      <span aria-hidden="true" className="flex-1 border-t border-border" />
    </div>
  )
}
