import {
  type KeyboardEvent,
  useEffect,
  useEffectEvent,
  useId,
  useLayoutEffect,
  useRef,
  useState,
} from 'react'
import { filterKey, type TicketFilter, useDesk } from '../../../api/index.ts'
import { useAction, useKeysOf } from '../../../app/keys/keyboard.ts'
import { t } from '../../../locales/t.ts'
import { classNames } from '../../../ui/class-names.ts'
import { Kbd } from '../../../ui/kbd.tsx'
import { priorityName, statusName } from '../marks/index.ts'
import { type Completion, completed, completionsAt } from './filter-completions.ts'
import type { FilterNames } from './filter-names.ts'
import { filterProblemText } from './filter-problem-text.ts'
import { FilterSuggestions } from './filter-suggestions.tsx'
import { parseFilter, writeFilter } from './filter-text.ts'

/** The list follows what is written after so long without a key. */
const FOLLOW_MS = 150
const CALLED = {
  field: (field: 'status' | 'assignee' | 'team' | 'priority' | 'requester') => t(`list.filter.${field}`),
  status: statusName,
  priority: priorityName,
}

/**
 * The filter as a text that goes on by itself. What parses is the list after 150 ms; what does not says why and leaves
 * the list as it is. Rule: docs/behaviour/ticket-list.md, "Filter".
 */
export function FilterInput({
  filter,
  names,
  onFilter,
  onFocus,
  onDone,
}: {
  filter: TicketFilter
  names: FilterNames
  /** `isMore`: it goes on with the last change, and is no step of its own for the way back. */
  onFilter: (filter: TicketFilter, isMore: boolean) => void
  onFocus: () => void
  onDone: () => void
}) {
  const id = useId()
  const { clock } = useDesk()
  const input = useRef<HTMLInputElement>(null)
  const [draft, setDraft] = useState<string | undefined>()
  const [caret, setCaret] = useState(0)
  const [active, setActive] = useState<number | undefined>()
  const [isOpen, setOpen] = useState(false)
  const [isSubmitted, setSubmitted] = useState(false)
  const session = useRef({ callOff: () => {}, changes: 0, waits: false })
  const caretAfter = useRef<number | undefined>(undefined)
  const keys = useKeysOf('list.filter')
  useAction('list.filter', () => input.current?.focus())

  const text = draft ?? writeFilter(filter, names)
  const parsed = parseFilter(text, names)
  const problem = 'problem' in parsed ? parsed.problem : undefined
  const offered = isOpen ? completionsAt(text, caret, names, CALLED) : []
  const chosen = active ?? (problem !== undefined && text.trim() !== '' && offered.length > 0 ? 0 : undefined)
  const says = problem !== undefined && (isSubmitted || offered.length === 0) ? problem : undefined

  // biome-ignore lint/correctness/useExhaustiveDependencies: a filter from elsewhere takes the place of a text that is left.
  useEffect(() => {
    if (document.activeElement !== input.current) setDraft(undefined)
  }, [filterKey(filter)])
  // biome-ignore lint/correctness/useExhaustiveDependencies: set with the text that was just written.
  useLayoutEffect(() => {
    // Before the next key: React leaves the caret at the end.
    const at = caretAfter.current
    caretAfter.current = undefined
    if (at !== undefined) input.current?.setSelectionRange(at, at)
  }, [draft])
  const follow = (next: string) => {
    const read = parseFilter(next, names)
    if (!('filter' in read)) return
    const sorted = { ...read.filter, ...(filter.sort === undefined ? {} : { sort: filter.sort }) }
    if (filterKey(sorted) === filterKey(filter)) return
    onFilter(sorted, session.current.changes > 0)
    session.current.changes += 1
  }
  const write = (next: string, at: number) => {
    setDraft(next)
    setCaret(at)
    setActive(undefined)
    setSubmitted(false)
    setOpen(true)
    session.current.waits = false
    session.current.callOff()
    session.current.callOff = clock.after(FOLLOW_MS, () => follow(next))
  }
  const take = (completion: Completion) => {
    const after = completed(text, completion)
    write(after.text, after.caret)
    caretAfter.current = after.caret
  }
  const submit = () => {
    session.current.callOff()
    session.current.waits = problem?.why === 'loading'
    setSubmitted(true)
    follow(text)
    if (problem !== undefined) return
    setDraft(undefined)
    onDone()
  }
  const leave = () => {
    setOpen(false)
    session.current.waits = false
    session.current.callOff()
    follow(text)
    if (problem === undefined) setDraft(undefined)
    else setSubmitted(true)
  }
  const readAgain = useEffectEvent(() => {
    if (draft === undefined) return
    if (session.current.waits) submit()
    else if (document.activeElement === input.current) follow(text)
    else leave()
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was written, or ended by Enter, before the names had come.
  useEffect(readAgain, [names])
  const press = (event: KeyboardEvent) => {
    const option = chosen === undefined ? undefined : offered[chosen]
    const isTab = event.key === 'Tab' && !event.shiftKey && option !== undefined && text.trim() !== ''
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      const step = event.key === 'ArrowDown' ? 1 : -1
      const from = chosen ?? (step > 0 ? -1 : 0)
      if (offered.length > 0) setActive((from + step + offered.length) % offered.length)
    } else if (event.key === 'Enter' && option === undefined) submit()
    else if ((event.key === 'Enter' || isTab) && option !== undefined) take(option)
    else if (event.key === 'Escape' && isOpen && offered.length > 0) setOpen(false)
    else if (event.key === 'Escape') {
      setDraft(undefined)
      onDone()
    } else return
    event.preventDefault()
  }
  return (
    <div className="relative min-w-56 flex-1">
      <input
        ref={input}
        role="combobox"
        aria-label={t('list.filter')}
        aria-expanded={offered.length > 0}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={chosen === undefined || offered.length === 0 ? undefined : `${id}-${chosen}`}
        aria-invalid={says !== undefined}
        aria-describedby={`${id}-problem`}
        autoComplete="off"
        spellCheck={false}
        placeholder={t('list.filter.hint')}
        value={text}
        onChange={({ target }) => write(target.value, target.selectionStart ?? target.value.length)}
        onSelect={({ currentTarget }) => setCaret(currentTarget.selectionStart ?? 0)}
        onKeyDown={press}
        onFocus={() => {
          session.current.changes = 0
          setOpen(true)
          onFocus()
        }}
        onBlur={leave}
        className={classNames(
          'control-height w-full rounded-control border bg-surface ps-2.5 pe-8 max-tablet:text-section',
          says === undefined ? 'border-border-strong' : 'border-danger',
        )}
      />
      {keys !== undefined && draft === undefined && (
        <span className="pointer-events-none absolute inset-y-0 end-2 flex items-center max-tablet:hidden">
          <Kbd keys={keys} />
        </span>
      )}
      <FilterSuggestions
        id={id}
        offered={offered}
        active={chosen}
        problem={says === undefined ? undefined : filterProblemText(says)}
        onTake={take}
      />
    </div>
  )
}
