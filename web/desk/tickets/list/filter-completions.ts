import { PRIORITIES, type Priority, STATUSES, type Status } from '../../../../contracts/tickets.ts'
import { beginning, type FilterNames, knownOf, nameOf, reservedOf } from './filter-names.ts'
import { type FilterWord, quoted, wordsIn } from './filter-text.ts'
import { FILTER_FIELDS, type FilterField, STATUS_WORDS, statusWord } from './filter-words.ts'

/** A way to go on at the caret: `insert` takes the place of `from` to `to`. `hint` says it in other words. */
export type Completion = { from: number; to: number; insert: string; hint: string }

/** What fields and values are called. */
export type CompletionWords = {
  field: (field: FilterField) => string
  status: (status: Status) => string
  priority: (priority: Priority) => string
}

/** More would not be read. */
export const COMPLETIONS_MAX = 8

/**
 * What can stand at the caret: the fields that are not there yet, or the values of the field one is in. None where the
 * word is whole already.
 */
export function completionsAt(
  text: string,
  caret: number,
  names: FilterNames,
  called: CompletionWords,
): Completion[] {
  const words = wordsIn(text)
  const word = words.find(({ from, to }) => from <= caret && caret <= to)
  const field = FILTER_FIELDS.find((one) => one === word?.field?.toLowerCase())
  if (word !== undefined && field !== undefined) return valuesAt(word, field, caret, names, called)
  if (word?.field !== undefined) return []
  const [from, to] = word === undefined ? [caret, caret] : [word.from, word.to]
  const start = (word?.text ?? '').toLowerCase()
  const there = words.map((one) => one.field?.toLowerCase())
  return FILTER_FIELDS.filter((one) => one.startsWith(start) && !there.includes(one)).map((one) => ({
    ...{ from, to },
    insert: `${one}:`,
    hint: called.field(one),
  }))
}

/** The text and the caret after a completion; behind a whole value stands a space. */
export function completed(text: string, { from, to, insert }: Completion): { text: string; caret: number } {
  const rest = text.slice(to)
  const isValue = !insert.endsWith(':')
  const gap = isValue && !/^[\s,]/.test(rest) ? ' ' : ''
  const before = `${text.slice(0, from)}${insert}${gap}`
  return { text: `${before}${rest}`, caret: before.length }
}

function valuesAt(
  word: FilterWord,
  field: FilterField,
  caret: number,
  names: FilterNames,
  called: CompletionWords,
): Completion[] {
  if (caret <= word.from + (word.field?.length ?? 0)) return []
  const value = word.values.find((one) => one.from <= caret && caret <= one.to)
  const [from, to] = value === undefined ? [caret, caret] : [value.from, value.to]
  const start = (value?.text ?? '').toLowerCase()
  const taken = word.values.filter((one) => one !== value).map((one) => one.text.toLowerCase())
  return valuesOf(field, start, names, called)
    .filter(({ insert }) => !taken.includes(insert.toLowerCase()) && insert.toLowerCase() !== start)
    .slice(0, COMPLETIONS_MAX)
    .map((one) => ({ from, to, ...one }))
}

function valuesOf(
  field: FilterField,
  start: string,
  names: FilterNames,
  called: CompletionWords,
): { insert: string; hint: string }[] {
  if (field === 'status')
    return STATUS_WORDS.filter((word) => word.startsWith(start)).map((word) => ({
      insert: word,
      hint: hintOfStatus(word, called),
    }))
  if (field === 'priority')
    return PRIORITIES.filter((one) => startsWithEither(one, called.priority(one), start)).map((one) => ({
      insert: one.toLowerCase(),
      hint: called.priority(one),
    }))
  const reserved = reservedOf(field)
  const all = knownOf(field, names)
  return [
    ...reserved.filter((word) => word.startsWith(start)).map((word) => ({ insert: word, hint: '' })),
    ...beginning(all ?? [], start).map((one) => ({
      insert: quoted(nameOf(all, one.id, reserved)),
      hint: one.code,
    })),
  ]
}

function hintOfStatus(word: string, called: CompletionWords): string {
  const status = STATUSES.find((one) => statusWord(one) === word)
  return status === undefined ? '' : called.status(status)
}

function startsWithEither(one: string, other: string, start: string): boolean {
  return one.toLowerCase().startsWith(start) || other.toLowerCase().startsWith(start)
}
