import { readdirSync, readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import Type from 'typebox'
import { describe, expect, test } from 'vitest'
import { ALL_ROUTES, routeName } from './all-routes.ts'
import { ERRORS } from './errors.ts'
import { openApiDocument, templated } from './openapi.ts'
import { problemCodes, takesIdempotencyKey } from './problem-codes.ts'
import { defineRoute, type RouteContract } from './route.ts'

type Tree = { [name: string]: Tree } & { [name: string]: unknown }
type Parameter = { name: string; in: string; required: boolean; schema: object }

const INFO = { title: 'Test', version: '1' }
const document = openApiDocument(ALL_ROUTES, INFO) as Tree
const sample = defineRoute({
  method: 'GET',
  path: '/sample',
  summary: 'Sample',
  tag: 'Sample',
  access: 'public',
  answers: { 200: null },
  errors: [],
})

test('contracts/openapi.json is what the contracts say; else run server/app/write-openapi.ts', () => {
  const kept = JSON.parse(readFileSync(new URL('openapi.json', import.meta.url), 'utf8'))
  expect(kept).toEqual(openApiDocument(ALL_ROUTES, kept.info))
})

test('every contract that a file exports is in the description, once', async () => {
  const files = readdirSync(new URL('.', import.meta.url)).filter((file) => /^[a-z-]+\.ts$/.test(file))
  const modules = await Promise.all(files.map((file) => import(new URL(file, import.meta.url).href)))
  const exported = modules.flatMap((module) => Object.values(module)).filter(isContract)
  expect(new Set(ALL_ROUTES)).toEqual(new Set(exported))
  expect(ALL_ROUTES.length).toBe(exported.length)
  const operations = Object.values(document.paths as Tree).flatMap((path) => Object.values(path))
  expect(operations.length).toBe(ALL_ROUTES.length)
})

test('each operation has a name of its own', () => {
  const names = ALL_ROUTES.map(routeName)
  expect(new Set(names).size).toBe(names.length)
  expect(names.filter((name) => !/^[a-z][A-Za-z0-9]+$/.test(name))).toEqual([])
  expect(routeName(sample)).toBe('getSample')
})

test('every reference leads somewhere', () => {
  const references = [...textsUnder(document, '$ref')]
  expect(references.length).toBeGreaterThan(50)
  expect(references.filter((reference) => resolve(reference) === undefined)).toEqual([])
})

test('every schema is valid JSON Schema 2020-12', () => {
  const ajv = new Ajv2020({ strict: false })
  ;(addFormats as unknown as (ajv: Ajv2020) => void)(ajv)
  ajv.addSchema({ $id: 'docket', ...document })
  const schemas = [
    ...valuesUnder(document, 'schema'),
    ...Object.values((document.components as Tree).schemas as Tree),
  ]
  expect(schemas.length).toBeGreaterThan(100)
  for (const schema of schemas) ajv.compile(JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"docket#/')))
})

describe.each(ALL_ROUTES.map((contract) => [routeName(contract), contract] as const))('%s', (_, contract) => {
  const operation = ((document.paths as Tree)[templated(contract.path)] as Tree)[
    contract.method.toLowerCase()
  ] as Tree
  const parameters = (operation.parameters ?? []) as unknown as Parameter[]
  const named = (place: string) => parameters.filter((one) => one.in === place).map(({ name }) => name)

  test('declares each part of its path, and as needed', () => {
    const parts = [...templated(contract.path).matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
    expect(named('path').sort()).toEqual(parts.sort())
    expect(parameters.filter((one) => one.in === 'path' && !one.required)).toEqual([])
    expect(new Set(parameters.map((one) => `${one.in} ${one.name}`)).size).toBe(parameters.length)
  })

  test('declares the headers that it heeds', () => {
    expect(named('header').includes('Idempotency-Key')).toBe(takesIdempotencyKey(contract))
    expect(named('header').includes('If-Match')).toBe(contract.ifMatch !== undefined)
  })

  test('says who may call it', () => {
    const { access } = contract
    const schemes = Object.keys((document.components as Tree).securitySchemes as Tree)
    const wanted = access === 'public' ? [] : [{ apiKey: [access.scope] }, { session: [] }]
    expect(operation.security).toEqual(wanted)
    expect(schemes).toEqual(['apiKey', 'session'])
  })

  test('tells its answers, and each code at the status it has', () => {
    const responses = operation.responses as Tree
    for (const status of Object.keys(contract.answers)) expect(responses).toHaveProperty(status)
    for (const code of problemCodes(contract)) {
      const answer = resolve(String((responses[ERRORS[code].status] as Tree).$ref)) as Tree
      expect([...valuesUnder(answer, 'enum')].flat()).toContain(code)
    }
  })

  test('names only codes that exist', () => {
    expect(contract.errors.filter((code) => !(code in ERRORS))).toEqual([])
  })
})

test('two different schemas of one title are refused', () => {
  const one = { ...sample, answers: { 200: Type.Object({ a: Type.String() }, { title: 'Same' }) } }
  const other = { ...sample, path: '/other', answers: { 200: Type.Object({}, { title: 'Same' }) } }
  expect(() => openApiDocument([one, other], INFO)).toThrow('Same')
  expect(() => openApiDocument([one, { ...one, path: '/other' }], INFO)).not.toThrow()
})

test('a property called title or enum is a property, not a keyword', () => {
  const body = Type.Object({ title: Type.String(), enum: Type.Array(Type.String()) })
  const described = openApiDocument([{ ...sample, method: 'POST', body }], INFO) as Tree
  expect([...valuesUnder(described, 'requestBody')]).toMatchObject([
    { content: { 'application/json': { schema: { properties: { title: { type: 'string' } } } } } },
  ])
})

function isContract(value: unknown): value is RouteContract {
  return typeof value === 'object' && value !== null && 'method' in value && 'path' in value
}

function resolve(reference: string): unknown {
  const parts = reference.replace(/^#\//, '').split('/')
  return parts.reduce<unknown>((at, part) => (at as Tree | undefined)?.[part], document)
}

function* textsUnder(tree: unknown, name: string): Generator<string> {
  for (const value of valuesUnder(tree, name)) if (typeof value === 'string') yield value
}

function* valuesUnder(tree: unknown, name: string): Generator<unknown> {
  if (typeof tree !== 'object' || tree === null) return
  for (const [key, value] of Object.entries(tree)) {
    if (key === name) yield value
    yield* valuesUnder(value, name)
  }
}
