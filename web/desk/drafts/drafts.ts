import type { DraftKind } from '../../../contracts/drafts.ts'
import { createCell } from '../../api/cell.ts'
import type { Clock } from '../../api/clock.ts'
import type { DraftText } from './draft.ts'
import { createDraftKeeper, type DraftKeeper } from './draft-keeper.ts'
import type { DraftServer } from './draft-server.ts'
import type { DraftShelf } from './draft-shelf.ts'

export type Drafts = {
  /** The keeper of one composer; the same as long as the page lives. */
  keeper(ticketId: string, kind: DraftKind): DraftKeeper
  /** Tickets with a draft on this device or open here, for the mark in lists. */
  ticketIds(): ReadonlySet<string>
  subscribe(listener: () => void): () => void
  /** Whether something is written on this page that is not sent. */
  hasText(): boolean
  /** What a signal of the stream said. */
  heard(signal: { type: string; data: unknown }): void
  /** All that is not safe yet. `isLeaving`: the page is being hidden. */
  flush(isLeaving?: boolean): Promise<void>
  /** The person signs out: saved at the desk first; what could not be stays for them on this device. */
  putAway(): Promise<void>
}

type Options = { server: DraftServer; shelf: DraftShelf; clock: Clock; format: DraftText['format'] }

/** The drafts of one person on this page. Rule: docs/behaviour/web-data.md, "Drafts". */
export function createDrafts({ server, shelf, clock, format }: Options): Drafts {
  const keepers = new Map<string, DraftKeeper>()
  const marked = createCell<ReadonlySet<string>>(new Set())
  const mark = (ticketId: string) => {
    const has = (['reply', 'note'] as const).some((kind) => {
      const text = keepers.get(`${ticketId}:${kind}`)?.state().text.content ?? ''
      return text.trim() !== ''
    })
    if (has === marked.current().has(ticketId)) return
    const next = new Set(marked.current())
    if (has) next.add(ticketId)
    else next.delete(ticketId)
    marked.set(next)
  }
  void shelf
    .list()
    .then((lying) => {
      const written = lying.filter(({ text }) => text.content.trim() !== '').map(({ ticketId }) => ticketId)
      marked.set(new Set([...marked.current(), ...written]))
    })
    .catch(() => {})
  const flush = async (isLeaving = false) => {
    await Promise.all([...keepers.values()].map((keeper) => keeper.flush(isLeaving)))
  }
  return {
    keeper(ticketId, kind) {
      const key = `${ticketId}:${kind}`
      const known = keepers.get(key)
      if (known !== undefined) return known
      const made = createDraftKeeper({
        ticketId,
        kind,
        format,
        server,
        shelf,
        clock,
        onChange: () => mark(ticketId),
      })
      keepers.set(key, made)
      return made
    },
    ticketIds: marked.current,
    subscribe: marked.subscribe,
    hasText: () => [...keepers.values()].some((keeper) => keeper.state().text.content.trim() !== ''),
    heard({ type, data }) {
      if (type !== 'draft') return
      const { ticketId, kind, version } = (data ?? {}) as {
        ticketId?: string
        kind?: string
        version?: number | null
      }
      void keepers.get(`${ticketId}:${kind}`)?.heard(version ?? null)
    },
    flush,
    async putAway() {
      await flush()
      for (const keeper of keepers.values()) keeper.stop()
      keepers.clear()
      await shelf.wipeSaved().catch(() => {})
      marked.set(new Set())
    },
  }
}
