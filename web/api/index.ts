/** What the pages know of the desk and do to it. */
export type { Clock } from './clock.ts'
export type { ConnectionState } from './connection.ts'
export { createDesk, type Desk, type DeskParts } from './desk.ts'
export {
  DeskContext,
  useConnection,
  useDesk,
  useEntity,
  useIsPending,
  useOpenTicket,
  usePendingMutations,
  useSession,
  useThread,
  useTicketList,
  useTicketLog,
} from './hooks.ts'
export type { ListChange } from './lists/list-changes.ts'
export {
  filterKey,
  filterQuery,
  matchesFilter,
  type TicketFilter,
  type TicketSort,
} from './lists/ticket-filter.ts'
export type { TicketList, TicketListState } from './lists/ticket-list.ts'
export type { ConflictField, Outcome, PendingMutation } from './mutation.ts'
export { followPage } from './page-events.ts'
export { membersQuery, newestPeopleQuery, peopleQuery, staffQuery, teamsQuery } from './queries.ts'
export { type Session, type SessionState, sessionChannel, tellTabs } from './session.ts'
export type { Thread, ThreadState } from './thread.ts'
export {
  assign,
  fileTicket,
  type NewTicket,
  note,
  type ReplyInput,
  reply,
  transition,
  updateProperties,
} from './ticket-commands.ts'
export type { TicketLog, TicketLogState } from './ticket-log.ts'
export { createUndoSend, type TakenBack, type UndoSend } from './undo-send.ts'
