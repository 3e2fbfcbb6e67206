/** One ticket: its page, and the same beside and over a list. */
export { preloadTicket } from './preload.ts'
export { TicketScreen } from './ticket-screen.tsx'
export { type TicketFrame, TicketView } from './ticket-view.tsx'
