export { type DeskLock, holdDeskLock } from './desk-lock.ts'
export { EmbeddedError, type EmbeddedErrorCode } from './embedded-error.ts'
export {
  type EmbeddedDeath,
  type EmbeddedOptions,
  type EmbeddedServer,
  startEmbedded,
} from './embedded-server.ts'
export { type LiveServer, liveServer } from './live-server.ts'
