/** Keeps what is written in the composers. */

export { createDeskDrafts } from './desk-drafts.ts'
export { type DraftState, type DraftText, EMPTY_TEXT, type SavedWhere } from './draft.ts'
export type { DraftKeeper } from './draft-keeper.ts'
export { DraftMark } from './draft-mark.tsx'
export { createDraftServer } from './draft-server.ts'
export { openDraftShelf } from './draft-shelf.ts'
export { createDrafts, type Drafts } from './drafts.ts'
export { DraftsContext, useDraft, useDrafts, useHasDraft } from './use-drafts.ts'
