/** The harness of tests: the whole desk in one process on a real PostgreSQL. */
export { cloneDatabase } from './clone-database.ts'
export type { ClonedDatabase } from './clone-from.ts'
export { type Desk, type DeskAnswer, type SetUp, startDesk } from './desk.ts'
export { type OpenStream, openStream, type ReceivedFrame, type StreamRequest } from './open-stream.ts'
