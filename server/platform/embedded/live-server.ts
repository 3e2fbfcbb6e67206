import { join, resolve } from 'node:path'
import { connectionUrl } from './connection-url.ts'
import { loadCredentials } from './credentials.ts'
import { CLUSTER } from './ground.ts'
import { readPostmasterPid } from './postmaster-pid.ts'

/** The addresses of a server that another desk runs. */
export type LiveServer = { readonly ownerUrl: string; readonly appUrl: string; readonly jobsUrl: string }

/**
 * The addresses of the server that a live desk runs on this data folder, for a command that works beside it; undefined
 * when none is there. Neither starts, adopts nor stops anything.
 */
export function liveServer(dataDir: string): LiveServer | undefined {
  const folder = resolve(dataDir)
  const found = readPostmasterPid(join(folder, CLUSTER))
  if (found === undefined || found.status !== 'ready') return undefined
  const credentials = loadCredentials(folder)
  const url = (role: 'docket_owner' | 'docket_app' | 'docket_jobs') =>
    connectionUrl(role, credentials, found.socketDir)
  return { ownerUrl: url('docket_owner'), appUrl: url('docket_app'), jobsUrl: url('docket_jobs') }
}
