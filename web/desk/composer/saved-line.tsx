import { t } from '../../locales/t.ts'
import type { DraftState } from '../drafts/index.ts'

/** Where the text is safe, and since when. */
export function SavedLine({ draft }: { draft: DraftState }) {
  return (
    <p className="min-w-32 flex-1 text-meta text-text-3" data-testid="saved" data-saved={draft.saved}>
      {savedText(draft)}
    </p>
  )
}

function savedText({ saved, isRefused, writtenAtMs }: DraftState): string {
  if (isRefused) return t('composer.saved.refused')
  if (saved === 'nothing') return ''
  if (saved === 'unsaved') return t('composer.saved.unsaved')
  const time = new Intl.DateTimeFormat(undefined, { timeStyle: 'short' }).format(writtenAtMs)
  return t(`composer.saved.${saved}`, { time })
}
