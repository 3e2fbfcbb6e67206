/** Every screen of the desk, in parts that a test does in time; `ticket` and `team` stand for one of each. */
export const SCREENS = [
  ['/inbox', 'ticket', '/people', '/settings/replies'],
  ['/tickets', '/teams', 'team', '/settings/appearance'],
  ['/settings/shortcuts', '/settings/desk', '/local-inbox', '/help'],
] as const

/** Where a screen is. */
export function addressOf(name: string, ticket: { key: string }, team: { id: string }): string {
  if (name === 'ticket') return `/tickets/${ticket.key}`
  return name === 'team' ? `/teams/${team.id}` : name
}
