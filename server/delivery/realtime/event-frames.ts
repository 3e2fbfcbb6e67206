import { type Connection, type EncodedFrame, encoded, positionId } from './connection.ts'
import type { StreamedEvent } from './log-queries.ts'
import { presentEvent } from './present-event.ts'
import type { Audience } from './viewer.ts'

/** The frames of one event, each made when first asked for: by audience, and by how positions are written. */
export type EventFrames = (connection: Connection, audience: Audience) => EncodedFrame

/** Makes an event's frames: at most one for each audience and form of position, however many get it. */
export function eventFrames(event: StreamedEvent): EventFrames {
  const made = new Map<unknown, EncodedFrame>()
  const madePublic = new Map<unknown, EncodedFrame>()
  return (connection, audience) => {
    const frames = audience === 'STAFF' ? made : madePublic
    const known = frames.get(connection.form)
    if (known !== undefined) return known
    const frame = encoded(event.type, positionId(connection, event.seq), presentEvent(event, audience))
    frames.set(connection.form, frame)
    return frame
  }
}
