import { describe, expect, it } from 'vitest'
import { defineRoute, ROLES } from '../../../contracts/route.ts'
import { authorise } from './authorise.ts'
import type { Caller } from './call.ts'

const caller = (over: Partial<Caller>): Caller => ({
  tenantId: 'tenant',
  principalId: 'me',
  personId: 'me',
  role: 'OWNER',
  scopes: null,
  byCookie: false,
  cause: {},
  ...over,
})
const contract = (access: Parameters<typeof authorise>[0]['access']) =>
  defineRoute({ method: 'GET', path: '/x', summary: 'X.', tag: 'x', access, answers: {}, errors: [] })

describe.each(ROLES.map((role, rank) => ({ role, rank })))('a route for $role', ({ role, rank }) => {
  const route = contract({ role, scope: 'tickets:read' })

  it.each(ROLES.slice(0, rank).map((below) => [below]))('refuses %s', (below) => {
    const call = () => authorise(route, caller({ role: below }))
    expect(call).toThrow(expect.objectContaining({ code: 'forbidden' }))
  })

  it.each(ROLES.slice(rank).map((enough) => [enough]))('is open to %s', (enough) => {
    expect(() => authorise(route, caller({ role: enough }))).not.toThrow()
  })
})

describe('a key', () => {
  const route = contract({ role: 'AGENT', scope: 'tickets:write' })

  it.each([[[]], [['tickets:read', 'notes:write']]])('with the scopes %j alone is refused', (scopes) => {
    const call = () => authorise(route, caller({ scopes }))
    expect(call).toThrow(
      expect.objectContaining({ code: 'missing-scope', extra: { scope: 'tickets:write' } }),
    )
  })

  it('with the scope of the route is let in, and has no more than the role of its person', () => {
    const scopes = ['tickets:write']
    expect(() => authorise(route, caller({ scopes }))).not.toThrow()
    const weak = () => authorise(route, caller({ scopes, role: 'EMPLOYEE' }))
    expect(weak).toThrow(expect.objectContaining({ code: 'forbidden' }))
  })
})

it('a public route is open to a key without a scope', () => {
  expect(() => authorise(contract('public'), caller({ role: 'EMPLOYEE', scopes: [] }))).not.toThrow()
})
