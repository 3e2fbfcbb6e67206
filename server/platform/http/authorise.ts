import { ROLES, type RouteContract } from '../../../contracts/route.ts'
import type { Caller } from './call.ts'
import { Problem } from './problem.ts'

/** Refuses a caller whose key lacks the route's scope or whose role is below the route's; roles hold under scopes. */
export function authorise(contract: RouteContract, caller: Caller): void {
  if (contract.access === 'public') return
  const { role, scope } = contract.access
  if (caller.scopes !== null && !caller.scopes.includes(scope)) {
    throw new Problem('missing-scope', `This API key needs the scope "${scope}".`, { extra: { scope } })
  }
  if (rank(caller.role) < rank(role)) throw new Problem('forbidden', 'Your role does not allow this.')
}

function rank(role: string): number {
  return (ROLES as readonly string[]).indexOf(role)
}
