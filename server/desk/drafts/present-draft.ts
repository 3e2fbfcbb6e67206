import type { Draft, DraftKind } from '../../../contracts/drafts.ts'
import type { StoredDraft } from './decide-draft-save.ts'

/** A draft as the API shows it. */
export function presentDraft(place: { ticketId: string; kind: string }, draft: StoredDraft): Draft {
  const { body, bodyHtml, version, writtenAt, other } = draft
  return {
    ticketId: place.ticketId,
    kind: place.kind.toLowerCase() as DraftKind,
    body,
    bodyHtml,
    version,
    writtenAt,
    other: other === null ? null : { body: other.body, bodyHtml: other.bodyHtml, writtenAt: other.writtenAt },
  }
}

/** A kind as the table has it. */
export function storedKind(kind: DraftKind): 'REPLY' | 'NOTE' {
  return kind === 'reply' ? 'REPLY' : 'NOTE'
}
