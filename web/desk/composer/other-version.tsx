import { t } from '../../locales/t.ts'
import { Button } from '../../ui/button.tsx'
import { Time } from '../../ui/time/time.tsx'
import type { DraftKeeper, DraftState } from '../drafts/index.ts'
import { SafeHtml } from './safe-html.tsx'

/** What another device wrote meanwhile: to go on with, or to put away. */
export function OtherVersion({ keeper, other }: { keeper: DraftKeeper; other: DraftState['other'] }) {
  if (other === null || other.content.trim() === '') return null
  return (
    <div
      role="status"
      data-testid="other-version"
      className="flex flex-wrap items-center gap-2 rounded-card border border-border bg-info-tint px-3 py-2"
    >
      <div className="min-w-48 flex-1">
        <p className="font-medium text-info">
          {t('composer.other')} <Time at={new Date(other.writtenAtMs).toISOString()} />
        </p>
        <SafeHtml html={other.content} className="max-h-16 overflow-y-auto text-message" />
      </div>
      <span className="flex gap-2 max-tablet:w-full max-tablet:*:flex-1">
        <Button onClick={keeper.swapOther}>{t('composer.other.use')}</Button>
        <Button kind="quiet" onClick={keeper.dropOther}>
          {t('composer.other.keep')}
        </Button>
      </span>
    </div>
  )
}
