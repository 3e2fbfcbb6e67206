/** Server-sent events: frames, and sockets with a bounded backlog. */
export { type Backlog, type EventSocket, eventSocket } from './event-socket.ts'
export { encodeFrame, encodeRetry, type Frame } from './frame.ts'
