/** Where somebody was in a list: kept by the entry of the browser's history, so that back and forward find it. */
export type RememberedPlace = { listKey: string; scrollTop: number; cursorId: string | undefined }

const PLACES_MAX = 50
const places = new Map<string, RememberedPlace>()

/** The place that an entry of the history had in this list; undefined when it is new there. */
export function placeAt(entry: string, listKey: string): RememberedPlace | undefined {
  const place = places.get(entry)
  return place?.listKey === listKey ? place : undefined
}

/** Remembers the place of an entry; the oldest of 50 is forgotten. */
export function rememberPlace(entry: string, place: RememberedPlace): void {
  places.delete(entry)
  places.set(entry, place)
  const oldest = places.keys().next()
  if (places.size > PLACES_MAX && oldest.done === false) places.delete(oldest.value)
}

/** The place that was left last in this list, whatever the entry. */
export function lastPlaceIn(listKey: string): RememberedPlace | undefined {
  const place = [...places.values()].findLast((one) => one.listKey === listKey)
  return place === undefined ? undefined : { ...place }
}
