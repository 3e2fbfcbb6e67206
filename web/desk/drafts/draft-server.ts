import type { Client } from '../../../contracts/client.ts'
import { type Draft, type DraftKind, listDrafts, readDrafts, saveDraft } from '../../../contracts/drafts.ts'
import type { DraftText } from './draft.ts'

export type DraftToSave = { text: DraftText; baseVersion: number; writtenAtMs: number; dropOther?: boolean }

/** The desk's side of drafts. */
export type DraftServer = {
  /** What is there now; null when there is none any more. `isLeaving`: the page may end before the answer. */
  save(ticketId: string, kind: DraftKind, draft: DraftToSave, isLeaving: boolean): Promise<Draft | null>
  read(ticketId: string): Promise<{ reply: Draft | null; note: Draft | null }>
  /** Where drafts are: the newest 100. */
  list(): Promise<readonly { ticketId: string; kind: DraftKind }[]>
}

/** A browser sends at most 64 KiB behind a page that has ended; `leaving` is the client that asks for it. */
export function createDraftServer(client: Client, leaving: Client): DraftServer {
  return {
    async save(ticketId, kind, { text, baseVersion, writtenAtMs, dropOther }, isLeaving) {
      const { content } = text
      const chosen = isLeaving && content.length < LEAVING_LENGTH_MAX ? leaving : client
      const answer = await chosen.call(saveDraft, {
        params: { id: ticketId, kind },
        body: {
          ...(text.format === 'html' ? { bodyHtml: content } : { body: content }),
          baseVersion,
          writtenAt: new Date(writtenAtMs).toISOString(),
          ...(dropOther === true ? { dropOther } : {}),
        },
      })
      return answer ?? null
    },
    read: (ticketId) => client.call(readDrafts, { params: { id: ticketId } }),
    list: async () => (await client.call(listDrafts, { query: { limit: 100 } })).items,
  }
}

/** Four bytes a character at most, with room for the rest of the request. */
const LEAVING_LENGTH_MAX = 14_000
