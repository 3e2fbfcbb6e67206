import { expect, it } from 'vitest'
import type { RouteContract } from '../../../contracts/route.ts'
import { noRoute } from './no-route.ts'

const contract = (method: RouteContract['method'], path: string): RouteContract => ({
  method,
  path,
  summary: '',
  tag: '',
  access: 'public',
  answers: {},
  errors: [],
})
const say = noRoute([contract('GET', '/things'), contract('POST', '/things'), contract('GET', '/things/:id')])

it.each([
  ['PUT', '/things', 'method-not-allowed', 'GET, POST'],
  ['DELETE', '/things/7?x=1', 'method-not-allowed', 'GET'],
  ['GET', '/other', 'not-found', undefined],
  ['PUT', '/things/7/more', 'not-found', undefined],
])('%s %s is %s', (method, url, code, allow) => {
  expect(say(method, url)).toMatchObject({ code, headers: allow === undefined ? {} : { allow } })
})
