import fc from 'fast-check'
import type { TSchema } from 'typebox'
import type { RouteContract } from '../../contracts/route.ts'
import { fitting } from './contract-values.ts'
import { hostileBody, hostileHeaders, hostileQuery, hostileValue } from './hostile-values.ts'
import { addressOf, type RouteInput } from './route-call.ts'

export type Hostile = {
  method: string
  address: string
  body: string | undefined
  headers: Record<string, string>
}

/** Calls of a route that range from good ones to nonsense. `ids` are what good ones name. */
export function hostileCall(
  contract: RouteContract,
  example: RouteInput,
  ids: readonly string[],
): fc.Arbitrary<Hostile> {
  const headers = fc.oneof({ weight: 3, arbitrary: fc.constant({}) }, hostileHeaders)
  return fc
    .record({
      params: paramsOf(contract, example, ids),
      query: queryOf(contract, ids),
      body: bodyOf(contract, example, ids),
      headers,
    })
    .map((call) => {
      const address = addressOf(contract, { params: call.params })
      const ifMatch: Record<string, string> =
        example.ifMatch === undefined ? {} : { 'if-match': `"v${example.ifMatch}"` }
      const type: Record<string, string> =
        call.body === undefined ? {} : { 'content-type': contract.rawBody ?? 'application/json' }
      return {
        method: contract.method,
        address: call.query === '' ? address : `${address}?${call.query}`,
        body: call.body,
        headers: { ...example.headers, ...ifMatch, ...type, ...call.headers },
      }
    })
}

function paramsOf(
  { params }: RouteContract,
  example: RouteInput,
  ids: readonly string[],
): fc.Arbitrary<Record<string, string>> {
  if (params === undefined) return fc.constant({})
  const junk = hostileValue.map((value) =>
    typeof value === 'string' ? value.slice(0, 60) : JSON.stringify(value).slice(0, 60),
  )
  const names = Object.keys(example.params ?? {})
  const odd = fc.record(Object.fromEntries(names.map((name) => [name, junk])))
  const other = fitting(params, ids).map((value) =>
    Object.fromEntries(Object.entries(value as object).map(([name, one]) => [name, String(one)])),
  )
  return fc.oneof(
    { weight: 4, arbitrary: fc.constant(example.params ?? {}) },
    { weight: 3, arbitrary: other },
    odd,
  )
}

function queryOf({ query }: RouteContract, ids: readonly string[]): fc.Arbitrary<string> {
  const properties = (query as { properties?: Record<string, TSchema> } | undefined)?.properties
  const hostile = hostileQuery(Object.keys(properties ?? {}))
  if (query === undefined) return fc.oneof({ weight: 9, arbitrary: fc.constant('') }, hostile)
  const good = fitting(query, ids).map((value) =>
    Object.entries(value as object)
      .map(([name, one]) => `${name}=${encodeURIComponent(String(one).toWellFormed())}`)
      .join('&'),
  )
  return fc.oneof(fc.constant(''), good, hostile)
}

function bodyOf(
  contract: RouteContract,
  example: RouteInput,
  ids: readonly string[],
): fc.Arbitrary<string | undefined> {
  if (contract.rawBody !== undefined)
    return fc.oneof(fc.constant(example.raw ?? ''), fc.string({ unit: 'binary', maxLength: 3000 }))
  if (contract.body === undefined)
    return fc.oneof({ weight: 9, arbitrary: fc.constant(undefined) }, hostileBody(fc.constant({})))
  return hostileBody(fc.oneof(fc.constant(example.body), fitting(contract.body, ids)))
}
