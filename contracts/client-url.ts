import type { RouteContract } from './route.ts'

/**
 * The address of a call. Throws a TypeError when a part of the path is missing, empty, or `.` or `..`: a URL resolves
 * those two even when they are escaped, and the call would reach another route.
 */
export function callUrl(
  baseUrl: string,
  contract: RouteContract,
  input: { params?: unknown; query?: unknown },
): string {
  const params = (input.params ?? {}) as Record<string, unknown>
  const path = contract.path.replace(/:([A-Za-z0-9_]+)/g, (_, name: string) => pathPart(name, params[name]))
  const query = new URLSearchParams(queryPairs((input.query ?? {}) as Record<string, unknown>)).toString()
  return `${baseUrl.replace(/\/+$/, '')}${path}${query === '' ? '' : `?${query}`}`
}

function pathPart(name: string, value: unknown): string {
  const text = typeof value === 'string' || typeof value === 'number' ? String(value) : ''
  if (text === '' || text === '.' || text === '..') throw new TypeError(`The path needs a usable ${name}`)
  return encodeURIComponent(text)
}

function queryPairs(query: Record<string, unknown>): [string, string][] {
  return Object.entries(query).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(value)] as [string, string]],
  )
}
