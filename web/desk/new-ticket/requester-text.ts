import type { Person } from '../../../contracts/people.ts'

/** Who asks for a ticket, as the line of the form says it. */
export type RequesterText = { email: string; name?: string }

/** Somebody as the line says them: `Rita Roy <rita@example.org>`. */
export function textOf({ name, email }: Pick<Person, 'name' | 'email'>): string {
  return `${name} <${email}>`
}

/** What the line says: an address alone, or a name and an address in angle brackets; null when it is empty, undefined when neither. */
export function readRequester(text: string): RequesterText | null | undefined {
  const trimmed = text.trim()
  if (trimmed === '') return null
  const [, named = '', bracketed] = /^([^<>]*)<([^<>]*)>$/.exec(trimmed) ?? []
  const email = (bracketed ?? trimmed).trim()
  if (!/^[^\s@<>,;]+@[^\s@<>,;]+$/.test(email)) return undefined
  const name = named.trim()
  return name === '' ? { email } : { email, name }
}

/** The people that a text may mean, those first whose name or address begins with it; at most `most`. */
export function proposed<P extends Pick<Person, 'name' | 'email'>>(
  people: readonly P[],
  text: string,
  most: number,
): P[] {
  const wanted = folded(text)
  if (wanted === '' || readRequester(text)?.name !== undefined) return []
  const found = people.flatMap((person) => {
    const [name, email] = [folded(person.name), folded(person.email)]
    if (name.startsWith(wanted) || email.startsWith(wanted)) return [{ person, rank: 0 }]
    if (name.split(' ').some((word) => word.startsWith(wanted))) return [{ person, rank: 1 }]
    return name.includes(wanted) || email.includes(wanted) ? [{ person, rank: 2 }] : []
  })
  return found
    .sort((a, b) => a.rank - b.rank)
    .slice(0, most)
    .map(({ person }) => person)
}

function folded(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLocaleLowerCase().trim()
}
