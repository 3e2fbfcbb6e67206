import { Lock, Reply } from 'lucide-react'
import type { KeyboardEvent } from 'react'
import type { DraftKind } from '../../../contracts/drafts.ts'
import { useKeysOf } from '../../app/keys/keyboard.ts'
import { t } from '../../locales/t.ts'
import { classNames } from '../../ui/class-names.ts'
import { tip } from '../../ui/tip.ts'

const MODES = ['reply', 'note'] as const

/** To whom one writes: the requester by name, or the team behind a lock. */
export function ModeTabs({
  mode,
  name,
  onChoose,
}: {
  mode: DraftKind
  name: string
  onChoose: (mode: DraftKind) => void
}) {
  const keys = { reply: useKeysOf('detail.reply'), note: useKeysOf('detail.note') }
  const choose = ({ key, currentTarget }: KeyboardEvent) => {
    if (key !== 'ArrowLeft' && key !== 'ArrowRight') return
    const other = currentTarget.querySelector<HTMLElement>('[aria-selected="false"]')
    other?.focus()
  }
  return (
    <div
      role="tablist"
      aria-label={t('composer.modes')}
      onKeyDown={choose}
      className="flex min-w-0 flex-1 gap-1"
    >
      {MODES.map((one) => (
        <button
          key={one}
          type="button"
          role="tab"
          aria-selected={one === mode}
          aria-controls="composer-panel"
          tabIndex={one === mode ? 0 : -1}
          {...tip(undefined, keys[one])}
          onClick={() => onChoose(one)}
          className={classNames(
            'control-height inline-flex items-center gap-1.5 rounded-control px-2.5',
            one === 'reply' ? 'min-w-0' : 'shrink-0',
            one === mode ? (one === 'note' ? NOTE_CHOSEN : 'bg-selected font-medium text-text') : IDLE,
          )}
        >
          {one === 'reply' ? (
            <Reply size={14} aria-hidden="true" className="shrink-0" />
          ) : (
            <Lock size={14} aria-hidden="true" className="shrink-0" />
          )}
          <span className="truncate">
            {one === 'reply' ? t('composer.reply', { name }) : t('composer.note')}
          </span>
        </button>
      ))}
    </div>
  )
}

const NOTE_CHOSEN = 'border border-dashed border-note-border bg-note font-medium text-note-text'
const IDLE = 'text-text-2 hover:bg-hover hover:text-text'
