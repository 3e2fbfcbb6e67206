import { Problem } from '../../platform/http/index.ts'
import type { Refusal } from './transition-decision.ts'

/** Turns a decision's refusal into the problem of the API; nothing when it was none. */
export function refuse(refusal: Refusal | undefined): void {
  if (refusal === undefined) return
  if (refusal.code !== 'invalid-transition') throw new Problem(refusal.code, refusal.detail)
  const { from, to, allowed } = refusal
  throw new Problem('invalid-transition', refusal.detail, { extra: { from, to, allowed } })
}
