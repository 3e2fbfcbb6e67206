/** What statuses and priorities are called. */
export const marks = {
  'marks.status.NEW': 'New',
  'marks.status.TRIAGED': 'Triaged',
  'marks.status.ASSIGNED': 'Assigned',
  'marks.status.IN_PROGRESS': 'In progress',
  'marks.status.WAITING_ON_REQUESTER': 'Waiting on requester',
  'marks.status.WAITING_ON_VENDOR': 'Waiting on vendor',
  'marks.status.RESOLVED': 'Resolved',
  'marks.status.CLOSED': 'Closed',
  'marks.status.REOPENED': 'Reopened',
  'marks.priority.P1': 'Urgent',
  'marks.priority.P2': 'High',
  'marks.priority.P3': 'Normal',
  'marks.priority.P4': 'Low',
} as const
