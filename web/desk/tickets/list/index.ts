/** The list of tickets, and the way from it through its tickets and back. */
export { TicketListScreen } from './ticket-list-screen.tsx'
export { rememberWalk, type WalkPlace, walkFrom } from './walk.ts'
