/** What people write and have not sent. The door for the application. */
export { draftRoutes, type OnDraftSaved } from './routes.ts'
export { clearSentDraft, giveBackDraft } from './save-draft.ts'
