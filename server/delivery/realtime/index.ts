/** The one door of realtime: the hub of streams and its route. */
export { createStreamHub, type StreamHub, type Whisper } from './hub.ts'
export { createPresenceBoard, type PresenceBoard } from './presence.ts'
export { presenceRoutes } from './presence-routes.ts'
export { streamRoutes } from './routes.ts'
export type { StreamLimits } from './stream-limits.ts'
