import type { Draft, DraftKind } from '../../../contracts/drafts.ts'

/** What is written: as plain text or as HTML. */
export type DraftText = { format: 'plain' | 'html'; content: string }

/** Where the text is safe: nowhere yet, on this device, there and at the desk; `lost-here`: this device cannot keep it. */
export type SavedWhere = 'nothing' | 'unsaved' | 'here' | 'server' | 'here-and-server'

/** A text that is not the draft, and when it was written. */
export type OtherText = DraftText & { writtenAtMs: number }

export type DraftState = {
  text: DraftText
  saved: SavedWhere
  /** When the text was last changed, ms since 1970; 0 when there is none. */
  writtenAtMs: number
  /** What another device wrote meanwhile: shown as "Other version". */
  other: OtherText | null
  /** The desk refuses to keep it: the ticket may not be seen any more. The text stays here, to be copied. */
  isRefused: boolean
  isLoaded: boolean
}

export const EMPTY_TEXT: DraftText = { format: 'plain', content: '' }

/** As it lies on the device. `baseVersion`: the desk's version that this text was written on; 0 for none. */
export type ShelvedDraft = {
  ticketId: string
  kind: DraftKind
  text: DraftText
  writtenAtMs: number
  baseVersion: number
  isOnServer: boolean
  other: DraftState['other']
  /** The other version, where the desk does not have it yet. */
  aside?: OtherText
}

/** What the two sides have when a composer opens. */
export type Reconciled = Pick<ShelvedDraft, 'text' | 'writtenAtMs' | 'baseVersion' | 'isOnServer' | 'other'>

/**
 * Brings together what lies here and what the desk has. What the desk knows already gives way to what it has now; what
 * it does not know is shown, and what the desk has is the other version unless this was written on it.
 * Rule: docs/behaviour/web-data.md, "Drafts".
 */
export function reconcile(
  here: ShelvedDraft | undefined,
  there: Draft | null,
  format: DraftText['format'],
): Reconciled {
  const kept = here ?? { text: EMPTY_TEXT, writtenAtMs: 0, baseVersion: 0, isOnServer: true, other: null }
  if (there === null) {
    // Sent or thrown away elsewhere; what the desk never knew stays.
    if (kept.isOnServer)
      return { text: EMPTY_TEXT, writtenAtMs: 0, baseVersion: 0, isOnServer: true, other: null }
    return { ...kept, baseVersion: 0 }
  }
  const theirs: Reconciled = {
    text: textOf(there, format),
    writtenAtMs: Date.parse(there.writtenAt),
    baseVersion: there.version,
    isOnServer: true,
    other: otherOf(there, format),
  }
  if (kept.isOnServer)
    return here !== undefined && there.version === kept.baseVersion ? { ...theirs, text: kept.text } : theirs
  if (there.version === kept.baseVersion) return { ...kept, other: theirs.other }
  if (theirs.text.content === kept.text.content) return theirs
  // The newer wins at the desk, and the other stays there: what lies here is shown until it was sent.
  return { ...kept, other: { ...theirs.text, writtenAtMs: theirs.writtenAtMs } }
}

/** The text of the desk's draft, as this composer writes. */
export function textOf(draft: { body: string; bodyHtml: string }, format: DraftText['format']): DraftText {
  return { format, content: format === 'html' ? draft.bodyHtml : draft.body }
}

/** The other version that the desk keeps. */
export function otherOf(draft: Draft, format: DraftText['format']): DraftState['other'] {
  const { other } = draft
  return other === null ? null : { ...textOf(other, format), writtenAtMs: Date.parse(other.writtenAt) }
}

/** Two texts that are not the draft as one, the newer first; a text that stands in the other is not said twice. */
export function joined(newer: OtherText, older: OtherText | undefined): OtherText {
  if (older === undefined || newer.content.includes(older.content)) return newer
  if (older.content.includes(newer.content)) return older
  const between = newer.format === 'html' ? '<hr />' : '\n\n'
  return { ...newer, content: `${newer.content}${between}${older.content}` }
}

/**
 * Whether the desk kept another text as the draft and this one as its other version. HTML comes back cleaned, so a
 * difference alone says nothing.
 */
export function wasPassedOver(answer: Draft, sent: DraftText, writtenAtMs: number): boolean {
  if (textOf(answer, sent.format).content === sent.content) return false
  const other = answer.other === null ? '' : textOf(answer.other, sent.format).content
  return Date.parse(answer.writtenAt) > writtenAtMs || (sent.content !== '' && other.includes(sent.content))
}

/** Whether nothing is written. */
export function isEmpty({ content }: DraftText): boolean {
  return content.trim() === ''
}

/** Where a text is safe, by the texts that are safe on each side. */
export function savedWhere(
  text: DraftText,
  here: DraftText | undefined,
  there: DraftText | undefined,
): DraftState['saved'] {
  const [isHere, isThere] = [here === text, there === text]
  if (isEmpty(text) && isThere) return 'nothing'
  if (isHere) return isThere ? 'here-and-server' : 'here'
  return isThere ? 'server' : 'unsaved'
}
