import type { RouteContract } from '../../contracts/route.ts'
import type { Page } from '../platform/http/index.ts'

/** The pages that describe the API. */
export function apiPages(_contracts: readonly RouteContract[]): Page[] {
  return []
}
