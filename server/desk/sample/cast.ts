import type { Member } from './story.ts'

/** `mailName` is the part of the address before the `@`. */
export type SamplePerson = { member: Member; name: string; mailName: string; role: 'AGENT' | 'EMPLOYEE' }

/** Where the people have their addresses. Nobody can have one below `.example` (RFC 2606), so no mail can reach anybody. */
export const SAMPLE_DOMAIN = 'northfield.example'

/** The people of the sample desk. */
export const CAST: readonly SamplePerson[] = [
  { member: 'tomas', name: 'Tomás Reyes', mailName: 'tomas.reyes', role: 'AGENT' },
  { member: 'ingrid', name: 'Ingrid Solberg', mailName: 'ingrid.solberg', role: 'AGENT' },
  { member: 'nadia', name: 'Nadia Haddad', mailName: 'nadia.haddad', role: 'EMPLOYEE' },
  { member: 'felix', name: 'Felix Brandt', mailName: 'felix.brandt', role: 'EMPLOYEE' },
  { member: 'mei', name: 'Mei Tanaka', mailName: 'mei.tanaka', role: 'EMPLOYEE' },
  { member: 'oliver', name: 'Oliver Grant', mailName: 'oliver.grant', role: 'EMPLOYEE' },
]
