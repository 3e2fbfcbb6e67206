/** Something that the palette can do. */
export type PaletteEntry = { id: string; name: string }

/**
 * The entries whose name has every word of the query, in order of how well: a name that begins with it, then one with a
 * word that does, then the rest; within these as they came. Accents and case do not count.
 */
export function rankActions<Entry extends PaletteEntry>(entries: readonly Entry[], query: string): Entry[] {
  const words = folded(query)
    .split(/\s+/)
    .filter((word) => word !== '')
  if (words.length === 0) return [...entries]
  const ranked = entries.flatMap((entry) => {
    const name = folded(entry.name)
    if (!words.every((word) => name.includes(word))) return []
    const first = words.join(' ')
    const rank = name.startsWith(first)
      ? 0
      : name.split(/\s+/).some((word) => word.startsWith(words[0] ?? ''))
        ? 1
        : 2
    return [{ entry, rank }]
  })
  return ranked.sort((a, b) => a.rank - b.rank).map(({ entry }) => entry)
}

function folded(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLocaleLowerCase().trim()
}
