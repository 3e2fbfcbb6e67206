import type { FilterField } from './filter-words.ts'

/** Somebody or something that a filter can name; `code` is the mail address of a person, the prefix of a team. */
export type Named = { id: string; name: string; code: string }

/** Everything that a filter can name; undefined while it is not loaded. */
export type FilterNames = {
  /** Who can have a ticket. */
  staff: readonly Named[] | undefined
  /** Who can ask for something. */
  people: readonly Named[] | undefined
  teams: readonly Named[] | undefined
}

export type Found =
  | { id: string }
  /** Nobody is called that; several are; or the names are not there yet. */
  | { problem: 'nobody' | 'several' | 'loading' }

/**
 * Who is meant by a word: by id, by code, by the whole name, or by the beginning of one of its words where that fits
 * one alone. Case does not count.
 */
export function find(all: readonly Named[] | undefined, word: string): Found {
  if (isId(word)) return { id: word.toLowerCase() }
  if (all === undefined) return { problem: 'loading' }
  const lower = word.toLowerCase()
  const byCode = all.filter(({ code }) => code.toLowerCase() === lower)
  const byName = all.filter(({ name }) => name.toLowerCase() === lower)
  const byStart = all.filter(({ name }) => startsOneWord(name, lower))
  const hits = [byCode, byName, byStart].find((some) => some.length > 0) ?? []
  const [first] = hits
  if (first === undefined) return { problem: 'nobody' }
  return hits.length === 1 ? { id: first.id } : { problem: 'several' }
}

/** What stands for an id: its name where that is found again, else its code, else the id. */
export function nameOf(all: readonly Named[] | undefined, id: string, reserved: readonly string[]): string {
  const own = all?.find((one) => one.id === id)
  const isFound = (word: string) => {
    const found = find(all, word)
    return (
      word !== '' &&
      !word.includes('"') &&
      'id' in found &&
      found.id === id &&
      !reserved.includes(word.toLowerCase())
    )
  }
  return [own?.name ?? '', own?.code ?? ''].find(isFound) ?? id
}

/** Those of whom a beginning fits a word of the name or the code, in their order. */
export function beginning(all: readonly Named[], start: string): readonly Named[] {
  const lower = start.toLowerCase()
  return all.filter(({ name, code }) => startsOneWord(name, lower) || code.toLowerCase().startsWith(lower))
}

/** The words that stand for nobody in particular in a field. */
export function reservedOf(field: FilterField): readonly string[] {
  if (field === 'assignee') return ['me', 'none']
  return field === 'requester' ? ['me'] : []
}

/** Whom a field can name; undefined while they are not loaded. */
export function knownOf(
  field: FilterField,
  { staff, people, teams }: FilterNames,
): readonly Named[] | undefined {
  if (field === 'assignee') return staff
  return field === 'requester' ? people : field === 'team' ? teams : []
}

function startsOneWord(name: string, lower: string): boolean {
  const whole = name.toLowerCase()
  return whole.startsWith(lower) || whole.split(/[\s-]+/).some((word) => word.startsWith(lower))
}

function isId(word: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(word)
}
