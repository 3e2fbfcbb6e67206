/** One dispatched event of an event stream; `id` only where this very frame carried one. */
export type SseFrame = { id: string | undefined; event: string; data: string }

export type SseParser = {
  /** Takes the next piece of text, cut anywhere. Throws SseOverflow when a line or a frame grows beyond 1 Mi characters. */
  push(text: string): void
}

/** The other side sends what no frame of a desk can be. */
export class SseOverflow extends Error {
  override name = 'SseOverflow'
}

/**
 * Reads an event stream (WHATWG HTML, "Server-sent events"): lines end in LF, CR or CRLF, comments and unknown fields
 * are passed over, a frame without data is not dispatched, an unfinished one at the end neither.
 */
export function createSseParser(on: {
  frame: (frame: SseFrame) => void
  retry: (ms: number) => void
}): SseParser {
  let rest = ''
  let skipsLf = false
  let building = emptyFrame()
  const line = (text: string) => {
    if (text !== '') return takeField(building, text, on.retry)
    if (building.data !== undefined && building.data !== '')
      on.frame({ id: building.id, event: building.event, data: building.data })
    building = emptyFrame()
  }
  return {
    push(text) {
      let start = skipsLf && text.startsWith('\n') ? 1 : 0
      if (text !== '') skipsLf = false
      LINE_END.lastIndex = start
      for (let end = LINE_END.exec(text); end !== null; end = LINE_END.exec(text)) {
        const whole = rest + text.slice(start, end.index)
        rest = ''
        start = LINE_END.lastIndex
        // A CR that ends this piece may be half of a CRLF.
        skipsLf = start === text.length && end[0] === '\r'
        line(whole)
        LINE_END.lastIndex = start
      }
      rest += text.slice(start)
      if (rest.length > CHARACTERS_MAX) throw new SseOverflow('a line of the stream is too long')
    },
  }
}

const LINE_END = /\r\n|\r|\n/g
const CHARACTERS_MAX = 1_048_576

type Building = { id: string | undefined; event: string; data: string | undefined }

function emptyFrame(): Building {
  return { id: undefined, event: 'message', data: undefined }
}

function takeField(frame: Building, line: string, onRetry: (ms: number) => void): void {
  const colon = line.indexOf(':')
  if (colon === 0) return
  const name = colon < 0 ? line : line.slice(0, colon)
  const value = colon < 0 ? '' : line.slice(line[colon + 1] === ' ' ? colon + 2 : colon + 1)
  if (name === 'data') {
    frame.data = frame.data === undefined ? value : `${frame.data}\n${value}`
    if (frame.data.length > CHARACTERS_MAX) throw new SseOverflow('a frame of the stream is too long')
  } else if (name === 'event') frame.event = value === '' ? 'message' : value
  else if (name === 'id' && !value.includes('\0')) frame.id = value
  else if (name === 'retry' && /^\d{1,9}$/.test(value)) onRetry(Number(value))
}
