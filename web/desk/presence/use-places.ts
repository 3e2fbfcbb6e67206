import { useState } from 'react'
import type { Presence } from '../../../contracts/presence.ts'
import { keptPlaces, type Places } from './kept-places.ts'

/** Those who are there in places that they keep, at most `max`; undefined stands for a free place between them. */
export function usePlaces(people: readonly Presence[], max: number): readonly (Presence | undefined)[] {
  const [places, setPlaces] = useState<Places>([])
  const next = keptPlaces(places, people, max)
  if (next.length !== places.length || next.some((id, at) => id !== places[at])) setPlaces(next)
  return next.map((id) => people.find(({ person }) => person.id === id))
}
