import type { RouteContract } from '../../contracts/route.ts'
import type { Desk, DeskAnswer } from '../harness/index.ts'

/** What a call hands over, as text and plain values: it may be wrong in every way. */
export type RouteInput = {
  params?: Record<string, string>
  query?: Record<string, string>
  body?: unknown
  raw?: string
  ifMatch?: number
  cookie?: string
  headers?: Record<string, string>
}

/** Calls a route of the desk with a key, or with none. */
export function callRoute(
  desk: Desk,
  contract: RouteContract,
  input: RouteInput,
  key?: string,
): Promise<DeskAnswer> {
  const { body, raw, ifMatch, cookie, headers } = input
  return desk.request(contract.method, addressOf(contract, input), {
    ...(key === undefined ? {} : { key }),
    ...(cookie === undefined ? {} : { cookie }),
    ...(body === undefined ? {} : { body }),
    ...(raw === undefined ? {} : { raw: { type: contract.rawBody ?? 'application/json', bytes: raw } }),
    headers: { ...(ifMatch === undefined ? {} : { 'if-match': `"v${ifMatch}"` }), ...headers },
  })
}

/** The address of a call. */
export function addressOf(contract: RouteContract, { params = {}, query = {} }: RouteInput): string {
  const path = contract.path.replace(/:(\w+)/g, (_, name: string) =>
    encodeURIComponent((params[name] ?? '').toWellFormed()),
  )
  const search = new URLSearchParams(query).toString()
  return search === '' ? path : `${path}?${search}`
}
