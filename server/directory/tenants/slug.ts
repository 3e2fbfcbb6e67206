const LENGTH_MAX = 40

/**
 * The short name of an organisation as people type it at sign-in: `a-z`, `0-9` and hyphens, at most 40 characters.
 * A name without a letter of these gives `desk`; one that is taken gets the first free number behind it.
 */
export function slugFrom(name: string, isTaken: (slug: string) => boolean): string {
  const plain = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}+/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, LENGTH_MAX)
    .replace(/^-+|-+$/g, '')
  const slug = plain === '' ? 'desk' : plain
  if (!isTaken(slug)) return slug
  for (let n = 2; ; n += 1) {
    const numbered = `${slug}-${n}`
    if (!isTaken(numbered)) return numbered
  }
}
