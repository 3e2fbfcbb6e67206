/** How statuses and priorities look and are called, and which status may follow which. */
export { priorityName, statusName } from './names.ts'
export { type LegalStatus, nextStatuses, type TicketRole, ticketRole } from './next-statuses.ts'
export { PriorityMark } from './priority-mark.tsx'
export { StatusMark } from './status-mark.tsx'
