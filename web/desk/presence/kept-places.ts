import type { Presence } from '../../../contracts/presence.ts'

/** Who stands where, by id; undefined where somebody left and nobody came since. */
export type Places = readonly (string | undefined)[]

/**
 * The places of those who are there, at most `max`: each keeps theirs for as long as they are, so that nobody moves when
 * another comes, leaves or begins to write. Who comes takes the first free place; without one, who writes takes that of
 * somebody who does not. Rule: docs/behaviour/presence.md, "What pages say".
 */
export function keptPlaces(before: Places, people: readonly Presence[], max: number): Places {
  const present = new Map(people.map((presence) => [presence.person.id, presence]))
  const places = before.map((id) => (id !== undefined && present.has(id) ? id : undefined))
  const writes = (id: string | undefined) => id !== undefined && isWriting(present.get(id))
  for (const { person } of people) {
    if (places.includes(person.id)) continue
    const free = places.indexOf(undefined)
    if (free >= 0) places[free] = person.id
    else if (places.length < max) places.push(person.id)
    else if (writes(person.id)) {
      const idle = places.findIndex((id) => !writes(id))
      if (idle >= 0) places[idle] = person.id
    }
  }
  return places.slice(0, places.findLastIndex((id) => id !== undefined) + 1)
}

function isWriting(presence: Presence | undefined): boolean {
  return presence?.mode === 'REPLYING' || presence?.mode === 'NOTING'
}
