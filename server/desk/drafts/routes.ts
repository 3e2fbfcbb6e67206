import * as contracts from '../../../contracts/drafts.ts'
import type { Actor } from '../../directory/people/index.ts'
import { decodeCursor, encodeCursor, Problem, type Route, route } from '../../platform/http/index.ts'
import { isId } from '../../platform/ids/index.ts'
import { contentOrNothing, readTicket } from '../tickets/index.ts'
import { presentDraft } from './present-draft.ts'
import { type DraftPosition, draftsOnTicket, listDraftLines } from './queries.ts'
import { deleteDraft, type SavedDraft, saveDraft } from './save-draft.ts'

/** Told after the commit of every change of a draft; `version` is null when it is gone. */
export type OnDraftSaved = (
  tenantId: string,
  personId: string,
  draft: { ticketId: string; kind: contracts.DraftKind; version: number | null },
) => void

/** The routes of drafts; `onDraftSaved` tells the author's other devices. */
export function draftRoutes({ onDraftSaved }: { onDraftSaved: OnDraftSaved }): Route<Actor>[] {
  return [saveRoute(onDraftSaved), deleteRoute(onDraftSaved), readRoute(), listRoute()]
}

function saveRoute(onDraftSaved: OnDraftSaved): Route<Actor> {
  return route(contracts.saveDraft, async ({ actor, params, body, write }) => {
    const { baseVersion, writtenAt, dropOther } = body
    const content = await contentOrNothing(body)
    let saved: SavedDraft | undefined
    const answer = await write(
      async (tx) => {
        saved = await saveDraft(tx, actor, {
          ticket: params.id,
          kind: params.kind,
          content,
          baseVersion,
          writtenAt,
          dropOther,
        })
        return saved
      },
      ({ draft }) => (draft === undefined ? { status: 204 } : { status: 200, body: draft }),
    )
    // A replay saved nothing, so there is nothing to tell.
    if (saved !== undefined) {
      const { ticketId, draft } = saved
      onDraftSaved(actor.tenantId, actor.personId, {
        ticketId,
        kind: params.kind,
        version: draft?.version ?? null,
      })
    }
    return answer
  })
}

function deleteRoute(onDraftSaved: OnDraftSaved): Route<Actor> {
  return route(contracts.deleteDraft, async ({ actor, params, query, write }) => {
    let ticketId: string | undefined
    const answer = await write(
      async (tx) => {
        ticketId = await deleteDraft(tx, actor, {
          ticket: params.id,
          kind: params.kind,
          version: query.version,
        })
      },
      () => ({ status: 204 }),
    )
    if (ticketId !== undefined)
      onDraftSaved(actor.tenantId, actor.personId, { ticketId, kind: params.kind, version: null })
    return answer
  })
}

function readRoute(): Route<Actor> {
  return route(contracts.readDrafts, async ({ actor, params, read }) => {
    const { ticketId, drafts } = await read(async (tx) => {
      const { ticket } = await readTicket(tx, actor, params.id)
      return { ticketId: ticket.id, drafts: await draftsOnTicket(tx, actor.personId, ticket.id) }
    })
    const shown = (kind: 'REPLY' | 'NOTE') => {
      const draft = drafts.get(kind)
      return draft === undefined ? null : presentDraft({ ticketId, kind }, draft)
    }
    return { status: 200, body: { reply: shown('REPLY'), note: shown('NOTE') } }
  })
}

const PAGE = 50

function listRoute(): Route<Actor> {
  return route(contracts.listDrafts, async ({ actor, query, read }) => {
    const limit = query.limit ?? PAGE
    const after = positionOf(query.cursor)
    const lines = await read((tx) => listDraftLines(tx, actor, after, limit + 1))
    const items = lines.slice(0, limit)
    const last = lines.length > limit ? items.at(-1) : undefined
    const nextCursor =
      last === undefined ? null : encodeCursor([last.writtenAt, last.ticketId, last.kind.toUpperCase()])
    return { status: 200, body: { items, nextCursor } }
  })
}

function positionOf(cursor: string | undefined): DraftPosition | undefined {
  if (cursor === undefined) return undefined
  const [writtenAt, ticketId, kind] = decodeCursor(cursor, ['string', 'string', 'string']).map(String)
  if (writtenAt === undefined || ticketId === undefined || kind === undefined) throw foreignCursor()
  if (!/^20\d\d-\d\d-\d\dT[\d:.]+Z$/.test(writtenAt) || Number.isNaN(Date.parse(writtenAt)))
    throw foreignCursor()
  if (!isId(ticketId) || !['REPLY', 'NOTE'].includes(kind)) throw foreignCursor()
  return { writtenAt, ticketId, kind }
}

function foreignCursor(): Problem {
  return new Problem('contract-violation', 'The cursor is not one that this list gave.', {
    errors: [{ path: '/query/cursor', message: 'not a cursor of this list' }],
  })
}
