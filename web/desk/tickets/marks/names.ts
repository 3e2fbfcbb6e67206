import type { Priority, Status } from '../../../../contracts/tickets.ts'
import { t } from '../../../locales/t.ts'

/** What a status is called. */
export function statusName(status: Status): string {
  return t(`marks.status.${status}`)
}

/** What a priority is called: "Urgent" to "Low". */
export function priorityName(priority: Priority): string {
  return t(`marks.priority.${priority}`)
}
