/** The box that files a ticket, opened by its key from everywhere. */
export { NewTicketDialog } from './new-ticket-dialog.tsx'
