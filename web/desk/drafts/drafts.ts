import { DRAFT_KINDS, type DraftKind } from '../../../contracts/drafts.ts'
import { createCell } from '../../api/cell.ts'
import type { Clock } from '../../api/clock.ts'
import type { DraftText } from './draft.ts'
import { createDraftKeeper, type DraftKeeper } from './draft-keeper.ts'
import type { DraftServer } from './draft-server.ts'
import type { DraftShelf } from './draft-shelf.ts'

export type Drafts = {
  /** The keeper of one composer; the same as long as the page lives. */
  keeper(ticketId: string, kind: DraftKind): DraftKeeper
  /** Tickets with a draft, on this device or at the desk, for the mark in lists. */
  ticketIds(): ReadonlySet<string>
  subscribe(listener: () => void): () => void
  /** Whether something is written on this page that is not sent. */
  hasText(): boolean
  /** Asks the desk where drafts of other devices are. */
  look(): Promise<void>
  /** Something was sent, taken back or blocked on a ticket, which takes drafts away and brings them back untold. */
  lookAt(ticketId: string): Promise<void>
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
  /** The drafts with words in them, wherever they lie: `ticketId:kind`. */
  const written = new Set<string>()
  const mark = (key: string, hasWords: boolean) => {
    if (hasWords) written.add(key)
    else written.delete(key)
    const ids = new Set([...written].map((one) => one.slice(0, one.lastIndexOf(':'))))
    const before = marked.current()
    if (ids.size !== before.size || [...ids].some((id) => !before.has(id))) marked.set(ids)
  }
  const markAll = (found: readonly { ticketId: string; kind: DraftKind }[]) => {
    for (const { ticketId, kind } of found)
      if (!keepers.has(`${ticketId}:${kind}`)) mark(`${ticketId}:${kind}`, true)
  }
  void shelf
    .list()
    .then((lying) => markAll(lying.filter(({ text }) => text.content.trim() !== '')))
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
        onChange: () => mark(key, hasWords(made)),
      })
      keepers.set(key, made)
      return made
    },
    ticketIds: marked.current,
    subscribe: marked.subscribe,
    hasText: () => [...keepers.values()].some(hasWords),
    look: () => server.list().then(markAll, () => {}),
    async lookAt(ticketId) {
      await Promise.all(DRAFT_KINDS.map((kind) => keepers.get(`${ticketId}:${kind}`)?.heard(UNKNOWN_VERSION)))
    },
    heard({ type, data }) {
      if (type !== 'draft') return
      const { ticketId, kind, version } = (data ?? {}) as {
        ticketId?: string
        kind?: string
        version?: number | null
      }
      const key = `${ticketId}:${kind}`
      const known = keepers.get(key)
      if (known === undefined) mark(key, version != null)
      else void known.heard(version ?? null)
    },
    flush,
    async putAway() {
      await flush()
      for (const keeper of keepers.values()) keeper.stop()
      keepers.clear()
      await shelf.wipeSaved().catch(() => {})
      written.clear()
      marked.set(new Set())
    },
  }
}

/** None that the desk gives. */
const UNKNOWN_VERSION = -1

function hasWords(keeper: DraftKeeper): boolean {
  return keeper.state().text.content.trim() !== ''
}
