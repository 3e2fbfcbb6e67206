import { PRIORITIES, STATUSES } from '../../../../contracts/tickets.ts'
import type { TicketFilter } from '../../../api/index.ts'
import { type FilterNames, find, knownOf, nameOf, reservedOf } from './filter-names.ts'
import { FILTER_FIELDS, type FilterField, inOrder, priorityOf, statusesOf, wordsOf } from './filter-words.ts'

/** Why a text is no filter, and the word that makes it none. */
export type FilterProblem = {
  why: 'no-field' | 'unknown-field' | 'twice' | 'no-value' | 'one-value' | 'open-quote' | ValueProblem
  field?: FilterField
  word: string
}
type ValueProblem = 'unknown-value' | 'nobody' | 'several' | 'loading'

/** A word of a filter's text: where it stands, its field where it names one, and its values without quotes. */
export type FilterWord = {
  from: number
  to: number
  text: string
  field: string | undefined
  values: readonly FilterValue[]
  isOpen: boolean
}
export type FilterValue = { text: string; from: number; to: number }

/**
 * Reads `status:new,assigned assignee:"Ana Kaya" team:it priority:p1 requester:jane@acme.example`. Values of one field are
 * parted by commas; what has a space or a comma stands in double quotes. The sort is no part of it.
 * Rule: docs/behaviour/ticket-list.md, "Filter".
 */
export function parseFilter(
  text: string,
  names: FilterNames,
): { filter: TicketFilter } | { problem: FilterProblem } {
  let filter: TicketFilter = {}
  for (const word of wordsIn(text)) {
    const field = FILTER_FIELDS.find((one) => one === word.field?.toLowerCase())
    const values = word.values.map((value) => value.text).filter((value) => value !== '')
    const problem = problemOf(word, field, values, filter)
    if (problem !== undefined || field === undefined)
      return {
        problem: { why: problem ?? 'no-field', word: word.text, ...(field === undefined ? {} : { field }) },
      }
    const read = readValues(field, values, names)
    if ('why' in read) return { problem: { ...read, field } }
    filter = { ...filter, ...read.part }
  }
  return { filter }
}

/** Writes a filter as it is read; reading it again gives the same filter. */
export function writeFilter(filter: TicketFilter, names: FilterNames): string {
  return FILTER_FIELDS.flatMap((field) => {
    const words = wordsFor(field, filter, names)
    return words.length === 0 ? [] : [`${field}:${words.map(quoted).join(',')}`]
  }).join(' ')
}

/** The words of a text with their places; never fails. */
export function wordsIn(text: string): FilterWord[] {
  const words: FilterWord[] = []
  for (const match of text.matchAll(/(?:[^\s"]|"[^"]*"?)+/g)) words.push(wordAt(match[0], match.index))
  return words
}

/** A value as it is written: in quotes where it would be read as several. */
export function quoted(value: string): string {
  const isPlain = /^[^\s",:]+$/.test(value)
  return isPlain ? value : `"${value.replaceAll('"', '')}"`
}

function wordAt(text: string, from: number): FilterWord {
  const colon = /^[a-z]*:/i.exec(text)?.[0].length ?? 0
  const values: FilterValue[] = []
  for (const match of text.slice(colon).matchAll(/(?:[^,"]|"[^"]*"?)+/g)) {
    const at = from + colon + match.index
    values.push({ text: match[0].replaceAll('"', ''), from: at, to: at + match[0].length })
  }
  const isOpen = (text.split('"').length - 1) % 2 === 1
  const field = colon === 0 ? undefined : text.slice(0, colon - 1)
  return { from, to: from + text.length, text, field, values, isOpen }
}

function problemOf(
  word: FilterWord,
  field: FilterField | undefined,
  values: readonly string[],
  before: TicketFilter,
): FilterProblem['why'] | undefined {
  if (word.isOpen) return 'open-quote'
  if (word.field === undefined) return 'no-field'
  if (field === undefined) return 'unknown-field'
  if (before[field] !== undefined) return 'twice'
  if (values.length === 0) return 'no-value'
  return values.length > 1 && field !== 'status' && field !== 'priority' ? 'one-value' : undefined
}

function readValues(
  field: FilterField,
  values: readonly string[],
  names: FilterNames,
): { part: TicketFilter } | { why: ValueProblem; word: string } {
  if (field === 'status') {
    const read = values.map((word) => statusesOf(word))
    const wrong = values.find((_, at) => read[at] === undefined)
    if (wrong !== undefined) return { why: 'unknown-value', word: wrong }
    return {
      part: {
        status: inOrder(
          STATUSES,
          read.flatMap((some) => some ?? []),
        ),
      },
    }
  }
  if (field === 'priority') {
    const read = values.map((word) => priorityOf(word))
    const wrong = values.find((_, at) => read[at] === undefined)
    if (wrong !== undefined) return { why: 'unknown-value', word: wrong }
    return {
      part: {
        priority: inOrder(
          PRIORITIES,
          read.flatMap((one) => one ?? []),
        ),
      },
    }
  }
  const [word = ''] = values
  const lower = word.toLowerCase()
  if (reservedOf(field).includes(lower)) return { part: { [field]: lower } }
  const found = find(knownOf(field, names), word)
  return 'id' in found ? { part: { [field]: found.id } } : { why: found.problem, word }
}

function wordsFor(field: FilterField, filter: TicketFilter, names: FilterNames): string[] {
  if (field === 'status') return filter.status === undefined ? [] : wordsOf(filter.status)
  if (field === 'priority') return inOrder(PRIORITIES, filter.priority ?? []).map((one) => one.toLowerCase())
  const value = filter[field]
  if (value === undefined) return []
  return [nameOf(knownOf(field, names), value, reservedOf(field))]
}
