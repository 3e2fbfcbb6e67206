import { ROLES, type RouteContract } from '../../contracts/route.ts'
import type { DeskAnswer } from '../harness/index.ts'
import type { GoodCall, Outcome } from './examples.ts'

/** What a call came to: its status, with the code of a refusal. */
export function outcomeOf({ status, body }: DeskAnswer): Outcome {
  return status < 400 ? [status] : [status, body?.code]
}

/** What a good call is answered: the one good answer of its contract, or what its example says where that has several. */
export function goodAnswer(contract: RouteContract, { answered }: GoodCall): Outcome {
  const [only, ...others] = Object.keys(contract.answers).map(Number)
  if (answered !== undefined) return answered
  if (only === undefined || others.length > 0)
    throw new Error(`the example of ${contract.method} ${contract.path} must say which answer it is given`)
  return [only]
}

/**
 * What the same call is answered for an employee who is no part of anything, with a key of all scopes: 403 below the
 * route's role; 404 where the path names a thing, for what one may not see is not there; else it is a good call.
 */
export function strangerAnswer(contract: RouteContract, call: GoodCall): Outcome {
  if (contract.access === 'public') throw new Error('a public route asks for no role')
  if (contract.access.role !== ROLES[0]) return [403, 'forbidden']
  return contract.params === undefined ? goodAnswer(contract, call) : [404, 'not-found']
}
