// PLACEHOLDER by the lead so that the app runs meanwhile: the owner of this folder replaces it.
import type { Actor } from '../../directory/people/index.ts'
import type { TenantTx } from '../../platform/db/index.ts'
import type { Route } from '../../platform/http/index.ts'
import type { JobHandler } from '../../platform/jobs/index.ts'
export const inboundRoutes = (): Route<Actor>[] => []
export const makeDefaultMailbox = (_tx: TenantTx, _made: { tenantId: string; teamId: string; now: string }): void => {}
export const mailJobs = (_ground: unknown): Record<string, JobHandler> => ({})
export const sweepInbound = async (_tx: TenantTx): Promise<number> => 0
