import { X } from 'lucide-react'
import { type ComponentProps, useState } from 'react'
import { PRIORITIES } from '../../../../contracts/tickets.ts'
import type { TicketFilter } from '../../../api/index.ts'
import { useMe } from '../../../app/who.tsx'
import { t } from '../../../locales/t.ts'
import { IconButton } from '../../../ui/button.tsx'
import { classNames } from '../../../ui/class-names.ts'
import { useLoaded } from '../../../ui/late-code.ts'
import { sayMissed } from '../../../ui/late-failure.ts'
import { priorityName, statusName } from '../marks/index.ts'
import { type FilterNames, knownOf } from './filter-names.ts'
import { withValues } from './filter-values.ts'
import { FILTER_FIELDS, type FilterField, inOrder, wordsOf } from './filter-words.ts'

const loadPickers = () => import('./filter-pickers.tsx')

/** The filter as a button for each field, with a picker on it; those that narrow say by what, and can be taken out. */
export function FilterChips({
  filter,
  names,
  onFilter,
  onPoint,
}: {
  filter: TicketFilter
  names: FilterNames
  onFilter: (filter: TicketFilter) => void
  /** Somebody is about to use them. */
  onPoint: () => void
}) {
  const pickers = useLoaded(loadPickers)
  const [wanted, setWanted] = useState<FilterField | undefined>()
  const want = async (field: FilterField) => {
    setWanted(field)
    if (await pickers.load()) return
    sayMissed(t(`list.filter.${field}`))
    setWanted(undefined)
  }
  const { person } = useMe()
  // A phone shows those that narrow, and the others on demand: rows matter more there.
  const [areAll, setAll] = useState(false)
  const said = (field: FilterField) => valueText(field, filter, names, person.name)
  return (
    <div className="flex min-w-0 flex-wrap items-center gap-1.5">
      {FILTER_FIELDS.map((field) => {
        const value = said(field)
        const label = t(`list.filter.${field}`)
        const shown = value === undefined ? label : t('list.filter.chip', { field: label, value })
        const clear = () => onFilter(withValues(filter, field, []))
        const button = (
          <ChipButton text={shown} isSet={value !== undefined} onPointerEnter={onPoint} onFocus={onPoint} />
        )
        return (
          <span
            key={field}
            className={classNames(
              'inline-flex max-w-60 shrink-0 items-center rounded-control border',
              value === undefined ? 'border-border' : 'border-border-strong bg-surface',
              value === undefined && !areAll && 'max-tablet:hidden',
            )}
          >
            {pickers.loaded === undefined ? (
              <ChipButton
                text={shown}
                isSet={value !== undefined}
                onPointerEnter={pickers.load}
                // The code may come between the press and the click, and the button that was pressed goes with it.
                onPointerDown={(event) => event.pointerType === 'mouse' && setWanted(field)}
                onClick={() => void want(field)}
              />
            ) : (
              <pickers.loaded.FilterPicker
                {...{ field, filter, names, onFilter, shown, startsOpen: wanted === field }}
                trigger={button}
              />
            )}
            {value !== undefined && (
              <IconButton
                label={t('list.filter.clearField', { field: label })}
                icon={<X size={12} aria-hidden="true" />}
                onClick={clear}
                className="h-6 pointer-coarse:h-11"
              />
            )}
          </span>
        )
      })}
      <button
        type="button"
        aria-expanded={areAll}
        onClick={() => setAll(!areAll)}
        className="min-h-6.5 rounded-control px-2 text-meta text-text-2 hover:bg-hover pointer-coarse:min-h-11 tablet:hidden"
      >
        {t(areAll ? 'list.filter.fewer' : 'list.filter.more')}
      </button>
    </div>
  )
}

function ChipButton({ text, isSet, ...rest }: ComponentProps<'button'> & { text: string; isSet: boolean }) {
  return (
    <button
      type="button"
      {...rest}
      className={classNames(
        'min-h-6.5 truncate rounded-control px-2 text-meta hover:bg-hover pointer-coarse:min-h-11',
        isSet ? 'font-medium text-text' : 'text-text-2',
      )}
    >
      {text}
    </button>
  )
}

/** What a field is narrowed to, in few words; undefined where it is not. */
function valueText(
  field: FilterField,
  filter: TicketFilter,
  names: FilterNames,
  myName: string,
): string | undefined {
  if (field === 'status')
    return filter.status === undefined ? undefined : severalText(statusTexts(filter.status))
  if (field === 'priority')
    return filter.priority === undefined
      ? undefined
      : severalText(inOrder(PRIORITIES, filter.priority).map(priorityName))
  const value = filter[field]
  if (value === undefined) return undefined
  if (value === 'me') return myName
  if (value === 'none') return t('list.filter.none')
  return knownOf(field, names)?.find(({ id }) => id === value)?.name ?? '…'
}

function statusTexts(statuses: NonNullable<TicketFilter['status']>): string[] {
  return wordsOf(statuses).join() === 'open' ? [t('list.filter.open')] : statuses.map(statusName)
}

function severalText(texts: readonly string[]): string {
  const [first = '', ...others] = texts
  return others.length === 0 ? first : t('list.filter.several', { first, count: others.length })
}
