import { newId } from '../ids/index.ts'

/** A caller's X-Request-Id when it is 8 to 64 plain characters, else a new one. It returns on the answer and in the log. */
export function requestId(header: string | string[] | undefined): string {
  return typeof header === 'string' && /^[A-Za-z0-9._-]{8,64}$/.test(header) ? header : newId()
}
