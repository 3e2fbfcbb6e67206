/** Who has a ticket open right now: says it of oneself, shows it of others. */
export { PresenceBeat } from './presence-beat.tsx'
export type { OpenMode } from './presence-beats.ts'
export { PresenceFaces } from './presence-faces.tsx'
export { PresenceLine } from './presence-line.tsx'
export { usePresence } from './use-presence.ts'
