import type { NewTenant } from '../../contracts/setup.ts'
import type { StreamLimits } from '../../server/delivery/realtime/index.ts'
import type { TestGround } from '../harness/test-ground.ts'

/** What the process of a desk is started with. */
export type Given = { ground: TestGround; streamLimits: Partial<StreamLimits> }

export type MadeTenant = { apiKey: string; tenantId: string; ownerId: string; teamId: string }

/** What a test may ask of the process of a desk, beside its API. */
export type Asks = {
  /** Makes an organisation. */
  tenant(input: NewTenant): Promise<MadeTenant>
  /** The one-time token of a desk without an organisation. */
  setupToken(): Promise<string>
  /** Moves the desk's clock; the database's own stays, so jobs that are due by then wait for `runDueJobs`. */
  moveClock(byMs: number): Promise<void>
  /** Runs the jobs that are due by the desk's clock; answers how many. */
  runDueJobs(): Promise<number>
  /** Cuts every open connection, streams as well; new ones are taken. */
  dropConnections(): Promise<void>
  /** Where its database is, for a superuser: to plant more than the API could in a short time. */
  databaseUrl(): Promise<string>
  stop(): Promise<void>
}

export type Ask = { id: number; name: keyof Asks; input: unknown }
export type Answer = { id: number; value?: unknown; failure?: string }
