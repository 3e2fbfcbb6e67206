import { t } from '../../../locales/t.ts'
import { classNames } from '../../../ui/class-names.ts'
import { OPTION_CLASS, POPUP_CLASS } from '../../../ui/overlay-class.ts'
import type { Completion } from './filter-completions.ts'

/** Below the line of the filter, over the rows: ways to go on, and what is wrong with what is written. */
export function FilterSuggestions({
  id,
  offered,
  active,
  problem,
  onTake,
}: {
  id: string
  offered: readonly Completion[]
  active: number | undefined
  problem: string | undefined
  onTake: (completion: Completion) => void
}) {
  const isEmpty = offered.length === 0 && problem === undefined
  return (
    <div
      className={classNames(
        !isEmpty && POPUP_CLASS,
        'absolute start-0 top-full z-(--layer-popover) mt-1 w-full max-w-120',
      )}
    >
      {/* There before it has words, or they would not be read out. */}
      <p id={`${id}-problem`} aria-live="polite" className="px-3 py-2 text-danger empty:hidden">
        {problem}
      </p>
      {offered.length > 0 && (
        <div id={`${id}-list`} role="listbox" aria-label={t('list.filter.suggestions')} className="p-1">
          {offered.map((one, at) => (
            // biome-ignore lint/a11y/useFocusableInteractive: the line has the focus and names its active option.
            // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the line.
            <div
              key={one.insert}
              id={`${id}-${at}`}
              role="option"
              aria-selected={at === active}
              onPointerDown={(event) => event.preventDefault()}
              onClick={() => onTake(one)}
              className={classNames(OPTION_CLASS, 'hover:bg-hover', at === active && 'bg-hover')}
            >
              <span className="truncate">{one.insert}</span>
              <span className="truncate text-text-3">{one.hint}</span>
            </div>
          ))}
        </div>
      )}
    </div>
  )
}
