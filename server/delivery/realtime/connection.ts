import type { ResetReason } from '../../../contracts/realtime.ts'
import type { Credential } from '../../directory/auth/index.ts'
import { encodeFrame, type Frame } from '../../platform/sse/index.ts'
import type { CursorForm } from './cursor.ts'
import type { Audience, Viewer } from './viewer.ts'

/** A frame with its bytes, made once for all who get it. */
export type EncodedFrame = Frame & { readonly bytes: Buffer }

/** Where frames go: a stream's socket, or the answer of a long poll. */
export type Sink = {
  /** False when the client is too slow to take any more: nothing was sent. */
  send(frame: EncodedFrame): boolean
  /** Between these, what is sent leaves together. */
  hold(): void
  release(): void
  /** Resolves when the client took all that was sent, or is gone: to whether that took a wait. */
  drained(): Promise<boolean>
  /** Sends a last frame, if there is one, and closes. `retryMs` tells the client when to come again. */
  end(frame?: EncodedFrame, retryMs?: number): void
  readonly closed: boolean
  /** Whether no further page is wanted: a long poll answers what the first one held. */
  readonly satisfied: boolean
}

/** A topic that a connection holds. `name` is how the client wrote it; `part` says for a ticket who the viewer is there. */
export type HeldTopic = { readonly name: string; part?: Audience }

/** One client. What it costs is kept small: there may be ten thousand. */
export type Connection = {
  readonly tenantId: string
  readonly credential: Credential
  readonly topics: Map<string, HeldTopic>
  readonly sink: Sink
  readonly epoch: number
  readonly form: CursorForm
  viewer: Viewer
  /** Everything up to here was sent or is not for this client. */
  position: number
  /** Events of the log sent so far. */
  sent: number
  /** Whether it caught up with its tenant's feed, which then sends to it. */
  live: boolean
  isPoll: boolean
  endsAtMs: number
}

/** A frame with its bytes. */
export function encoded(event: string, id: string | null, data: unknown): EncodedFrame {
  const frame = { id, event, data: JSON.stringify(data) }
  return { ...frame, bytes: encodeFrame(frame) }
}

/** The sign of life: the position that the client may come back with, and how many events it was sent. */
export function heartbeat(connection: Connection, seq: number): EncodedFrame {
  return encoded('hb', positionId(connection, seq), { sent: connection.sent })
}

/** Tells the client to read everything again, and from where its stream goes on. */
export function reset(connection: Connection, seq: number, reason: ResetReason): EncodedFrame {
  return encoded('reset', positionId(connection, seq), { reason })
}

/** A position as this client sees positions. */
export function positionId({ form, epoch }: Connection, seq: number): string {
  return form.write({ epoch, seq })
}

export const RECONNECT: EncodedFrame = encoded('reconnect', null, {})
