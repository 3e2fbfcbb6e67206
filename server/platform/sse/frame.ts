/** A frame of a stream. `data` is one line of JSON; without an id the client's position stays as it is. */
export type Frame = { readonly id: string | null; readonly event: string; readonly data: string }

/**
 * The frame's bytes as the HTML standard writes them ("Server-sent events", 9.2.5). The parts are ours or JSON, so none
 * holds a line break; one that did would throw here instead of making two frames.
 */
export function encodeFrame({ id, event, data }: Frame): Buffer {
  if (/[\r\n]/.test(data) || /[\r\n\0]/.test(event) || (id !== null && /[\r\n\0]/.test(id)))
    throw new Error('a frame holds a line break')
  return Buffer.from(`${id === null ? '' : `id: ${id}\n`}event: ${event}\ndata: ${data}\n\n`)
}

/** The line that says how long a client waits before it comes again. */
export function encodeRetry(ms: number): Buffer {
  return Buffer.from(`retry: ${Math.round(ms)}\n\n`)
}
