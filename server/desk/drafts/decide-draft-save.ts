/** A text as somebody wrote it, in its two forms. Instants are RFC 3339 in milliseconds. */
export type DraftText = { body: string; bodyHtml: string; writtenAt: string }

/** A draft as it is kept. `other.version` is where the other was the draft itself; null for one that never was. */
export type StoredDraft = DraftText & {
  version: number
  other: (DraftText & { version: number | null }) | null
}

/** What a device sends. An empty `body` with an empty `bodyHtml` asks for no draft. */
export type SentDraft = DraftText & { baseVersion: number | undefined; dropOther: boolean }

export type DraftDecision =
  | { outcome: 'unchanged' }
  | { outcome: 'removed' }
  | { outcome: 'stored'; draft: StoredDraft }

/** The length that other versions are joined up to; what would be longer leaves the oldest out. */
export const OTHER_LENGTH_MAX = 1024 * 1024

/**
 * What becomes of a draft when a device saves. From the stored version on, the text is simply the next one. From any
 * other version, the newest text is the draft and the rest its other version, unless it stands in one of the two or is
 * the very text that this device went on from. Pure. Rule: docs/behaviour/drafts.md.
 */
export function decideDraftSave(
  stored: StoredDraft | undefined,
  sent: SentDraft,
  firstVersion: number,
): DraftDecision {
  const { body, bodyHtml, writtenAt } = sent
  const text = { body, bodyHtml, writtenAt }
  if (stored === undefined) {
    if (isEmpty(text)) return { outcome: 'unchanged' }
    return { outcome: 'stored', draft: { ...text, version: firstVersion, other: null } }
  }
  return sent.baseVersion === stored.version
    ? continued(stored, text, sent.dropOther)
    : crossed(stored, text, sent.baseVersion)
}

/** What becomes of a draft when a text comes back that was on its way: it is the draft where there is none, else the other version. Pure. */
export function decideDraftReturn(
  stored: StoredDraft | undefined,
  text: DraftText,
  firstVersion: number,
): DraftDecision {
  if (stored === undefined)
    return { outcome: 'stored', draft: { ...text, version: firstVersion, other: null } }
  if (holds(stored, text)) return { outcome: 'unchanged' }
  const other = joined({ ...text, version: null }, stored.other, stored)
  return { outcome: 'stored', draft: { ...stored, version: stored.version + 1, other } }
}

function continued(stored: StoredDraft, text: DraftText, dropOther: boolean): DraftDecision {
  const { other } = stored
  const kept = other === null || dropOther || holds(text, other) ? null : other
  const version = stored.version + 1
  if (isEmpty(text)) {
    if (kept === null) return { outcome: 'removed' }
    const { version: _, ...promoted } = kept
    return { outcome: 'stored', draft: { ...promoted, version, other: null } }
  }
  if (isSame(stored, text) && kept === other) return { outcome: 'unchanged' }
  return { outcome: 'stored', draft: { ...text, version, other: kept } }
}

/** An empty text of somebody who has not seen the draft takes nothing away. */
function crossed(stored: StoredDraft, text: DraftText, baseVersion: number | undefined): DraftDecision {
  if (isEmpty(text) || isSame(stored, text)) return { outcome: 'unchanged' }
  const version = stored.version + 1
  const isNewest = text.writtenAt >= stored.writtenAt
  const { body, bodyHtml, writtenAt } = isNewest ? text : stored
  const loser = isNewest
    ? { body: stored.body, bodyHtml: stored.bodyHtml, writtenAt: stored.writtenAt, version: stored.version }
    : { ...text, version: null }
  const wentOnFrom = stored.other !== null && stored.other.version === (baseVersion ?? -1)
  const other = joined(loser, wentOnFrom ? null : stored.other, { body, bodyHtml, writtenAt })
  return { outcome: 'stored', draft: { body, bodyHtml, writtenAt, version, other } }
}

/** The texts that are not the draft, as one; what stands in a newer one already is left out. */
function joined(
  newer: NonNullable<StoredDraft['other']>,
  older: StoredDraft['other'],
  draft: DraftText,
): StoredDraft['other'] {
  const rest = older === null || holds(draft, older) || holds(newer, older) ? null : older
  if (holds(draft, newer)) return rest
  if (rest === null) return newer
  const body = `${newer.body}\n\n${rest.body}`
  const bodyHtml = `${newer.bodyHtml}<hr />${rest.bodyHtml}`
  if (Math.max(body.length, bodyHtml.length) > OTHER_LENGTH_MAX) return newer
  return { body, bodyHtml, writtenAt: newer.writtenAt, version: null }
}

/** Whether all of a text stands in another. Pictures are no text, so with one the whole must be the same. */
function holds(text: DraftText, part: DraftText): boolean {
  if (part.bodyHtml.includes('<img')) return text.bodyHtml.includes(part.bodyHtml)
  return text.body.includes(part.body.trim())
}

function isEmpty(text: DraftText): boolean {
  return text.body === '' && text.bodyHtml === ''
}

function isSame(one: DraftText, other: DraftText): boolean {
  return one.body === other.body && one.bodyHtml === other.bodyHtml
}
