import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { expect } from 'vitest'
import { ERRORS, type ErrorCode } from '../../contracts/errors.ts'
import { problemCodes } from '../../contracts/problem-codes.ts'
import type { RouteContract } from '../../contracts/route.ts'
import type { DeskAnswer } from '../harness/index.ts'

const ajv = new Ajv2020({ strict: false })
;(addFormats as unknown as (ajv: Ajv2020) => void)(ajv)

/** What only the inside of a server says: frames of a stack, paths of its files, words of its database. */
const INSIDE =
  /\n\s+at \S|node_modules|\.ts:\d|file:\/\/|SQLSTATE|relation "|column "|syntax error at|invalid input syntax|violates \w+ constraint/

/** Checks an answer against its contract: no 5xx, a status and a body that it names, nothing of the inside. */
export function checkAnswer(contract: RouteContract, answer: DeskAnswer): void {
  expect(answer.status, answer.text).toBeLessThan(500)
  expect(answer.headers['x-request-id']).toMatch(/^[A-Za-z0-9._-]{8,64}$/)
  expect(answer.headers['x-content-type-options']).toBe('nosniff')
  if (answer.status < 400) checkGoodAnswer(contract, answer)
  else checkProblem(contract, answer)
}

function checkProblem(contract: RouteContract, answer: DeskAnswer): void {
  expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8')
  expect(answer.text).not.toMatch(INSIDE)
  const { type, code, status, detail, requestId, title } = answer.body
  expect(problemCodes(contract)).toContain(code)
  expect({ type, status, title }).toEqual({ type: `/docs/errors/${code}`, ...ERRORS[code as ErrorCode] })
  expect(status).toBe(answer.status)
  expect(typeof detail === 'string' && detail !== '').toBe(true)
  expect(requestId).toBe(answer.headers['x-request-id'])
}

function checkGoodAnswer(contract: RouteContract, answer: DeskAnswer): void {
  const schema = contract.answers[answer.status]
  expect(schema, `${answer.status} is in the contract`).toBeDefined()
  if (schema === null || schema === undefined) return
  const validate = ajv.compile(schema)
  expect(validate(answer.body) ? [] : validate.errors, answer.text.slice(0, 500)).toEqual([])
}
