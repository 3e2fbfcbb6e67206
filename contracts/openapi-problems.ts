import { ERRORS, type ErrorCode } from './errors.ts'
import type { JsonSchema } from './openapi-schemas.ts'
import { errorCodes, problemCodes } from './problem-codes.ts'
import type { RouteContract } from './route.ts'

/**
 * The answers of a route that are problems (RFC 9457), one for each status, by reference: routes that may refuse with
 * the same codes share a component.
 */
export function problemAnswers(contract: RouteContract): JsonSchema {
  return Object.fromEntries(
    groups(contract).map(([status, codes]) => [
      status,
      { $ref: `#/components/responses/${componentName(codes)}` },
    ]),
  )
}

/** The components that `problemAnswers` of these routes refer to. */
export function problemResponses(contracts: readonly RouteContract[]): Record<string, JsonSchema> {
  const all = contracts.flatMap((contract) => groups(contract))
  const entries = all.map(([status, codes]) => [componentName(codes), problemAnswer(status, codes)] as const)
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** The schemas that problems refer to. */
export function problemComponents(): Record<string, JsonSchema> {
  return { Problem: PROBLEM, FieldError: FIELD_ERROR }
}

const FIELD_ERROR: JsonSchema = {
  title: 'FieldError',
  type: 'object',
  required: ['path', 'message'],
  properties: {
    path: { type: 'string', description: 'A JSON pointer into the body, or below `/query`.' },
    message: { type: 'string' },
  },
}

const PROBLEM: JsonSchema = {
  title: 'Problem',
  description: 'A refusal (RFC 9457). Some codes have further members.',
  type: 'object',
  required: ['type', 'title', 'status', 'code', 'detail', 'requestId'],
  properties: {
    type: { type: 'string', format: 'uri-reference', description: 'The page about the code.' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string', enum: errorCodes() },
    detail: { type: 'string', description: 'For people: what is wrong and what to do.' },
    requestId: { type: 'string', description: 'Also in the header X-Request-Id, and in the log.' },
    errors: { type: 'array', items: { $ref: '#/components/schemas/FieldError' } },
  },
}

function groups(contract: RouteContract): [status: number, codes: ErrorCode[]][] {
  return [...Map.groupBy(problemCodes(contract), (code) => ERRORS[code].status)]
}

function componentName(codes: readonly ErrorCode[]): string {
  return codes.join('.')
}

function problemAnswer(status: number, codes: readonly ErrorCode[]): JsonSchema {
  const schema = {
    allOf: [
      { $ref: '#/components/schemas/Problem' },
      { properties: { code: { type: 'string', enum: codes } } },
    ],
  }
  return {
    description: codes.map((code) => `\`${code}\`: ${ERRORS[code].title}.`).join(' '),
    ...([429, 503].includes(status) || codes.includes('request-in-flight')
      ? { headers: { 'Retry-After': RETRY_AFTER } }
      : {}),
    content: { 'application/problem+json': { schema } },
  }
}

const RETRY_AFTER = { description: 'Seconds to wait before trying again.', schema: { type: 'integer' } }
