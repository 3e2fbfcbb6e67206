import { NoAnswer } from '../../../contracts/client.ts'
import type { Draft, DraftKind } from '../../../contracts/drafts.ts'
import type { ShelvedDraft } from './draft.ts'
import type { DraftServer, DraftToSave } from './draft-server.ts'
import type { DraftShelf } from './draft-shelf.ts'

export type FakeDraftDesk = DraftServer & {
  isDown: boolean
  draft: () => Draft | null
  clear(): void
  saves: DraftToSave[]
}

/** A desk with one draft, by the rules of docs/behaviour/drafts.md, for tests. */
export function createFakeDraftDesk(): FakeDraftDesk {
  let stored: Draft | null = null
  let versions = 100
  const draftOf = (kind: DraftKind, body: string, writtenAtMs: number, others: readonly string[]): Draft => {
    versions += 1
    const writtenAt = new Date(writtenAtMs).toISOString()
    const rest = [...new Set(others)].filter((one) => one !== '' && one !== body).join('\n\n')
    const other = rest === '' ? null : { body: rest, bodyHtml: rest, writtenAt }
    return { ticketId: 't', kind, body, bodyHtml: body, version: versions, writtenAt, other }
  }
  const save = (
    kind: DraftKind,
    { text, baseVersion, writtenAtMs, dropOther }: DraftToSave,
  ): Draft | null => {
    const body = text.content.trim() === '' ? '' : text.content
    const other = stored?.other?.body ?? ''
    if (stored === null) return body === '' ? null : draftOf(kind, body, writtenAtMs, [])
    if (baseVersion === stored.version) {
      if (body === '') return other === '' ? null : draftOf(kind, other, writtenAtMs, [])
      return draftOf(kind, body, writtenAtMs, dropOther === true ? [] : [other])
    }
    if (body === '' || body === stored.body) return stored
    const storedAtMs = Date.parse(stored.writtenAt)
    if (writtenAtMs >= storedAtMs) return draftOf(kind, body, writtenAtMs, [stored.body, other])
    return draftOf(kind, stored.body, storedAtMs, [body, other])
  }
  const desk: FakeDraftDesk = {
    isDown: false,
    saves: [],
    draft: () => stored,
    clear() {
      stored = null
    },
    async save(_ticketId, kind, draft) {
      if (desk.isDown) throw new NoAnswer('down', { cause: undefined })
      desk.saves.push(draft)
      stored = save(kind, draft)
      return stored
    },
    async read() {
      if (desk.isDown) throw new NoAnswer('down', { cause: undefined })
      return { reply: stored, note: null }
    },
    async list() {
      return stored === null ? [] : [stored]
    },
  }
  return desk
}

/** A shelf in memory, for tests: what is in it survives a reload. */
export function createFakeShelf(): DraftShelf & { isFull: boolean; rows: Map<string, ShelvedDraft> } {
  const rows = new Map<string, ShelvedDraft>()
  const shelf = {
    isFull: false,
    rows,
    read: async (ticketId: string, kind: DraftKind) => rows.get(`${ticketId}:${kind}`),
    async write(draft: ShelvedDraft) {
      if (shelf.isFull) throw new DOMException('full', 'QuotaExceededError')
      rows.set(`${draft.ticketId}:${draft.kind}`, draft)
    },
    async remove(ticketId: string, kind: DraftKind) {
      rows.delete(`${ticketId}:${kind}`)
    },
    list: async () => [...rows.values()],
    async wipeSaved() {
      for (const [key, { isOnServer }] of rows) if (isOnServer) rows.delete(key)
    },
  }
  return shelf
}
