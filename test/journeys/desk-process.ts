import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { StreamLimits } from '../../server/delivery/realtime/index.ts'
import type { Answer, Asks, Given } from './desk-asks.ts'

/** A running desk: its address, and what only tests may do to it. */
export type DeskProcess = Asks & { readonly url: string }

/** Starts a desk on a database of its own and a free port of loopback. Rejects when it ends instead. */
export async function startDeskProcess(streamLimits: Partial<StreamLimits> = {}): Promise<DeskProcess> {
  // Nothing of the runner's own way to load TypeScript: the desk runs as it is.
  const { NODE_OPTIONS: _, ...env } = process.env
  const child = fork(join(import.meta.dirname, 'desk-server.ts'), { execArgv: [], env })
  const waiting = new Map<number, (answer: Answer) => void>()
  let asked = 0
  const ask = (name: keyof Asks, input?: unknown) =>
    new Promise<never>((resolve, reject) => {
      const id = ++asked
      waiting.set(id, ({ value, failure }) =>
        failure === undefined ? resolve(value as never) : reject(new Error(`${name}: ${failure}`)),
      )
      child.send({ id, name, input })
    })
  const given: Given = { ground: JSON.parse(process.env.JOURNEYS_GROUND ?? ''), streamLimits }
  child.send(given)
  const ended = once(child, 'exit')
  const [first] = await Promise.race([
    once(child, 'message'),
    ended.then(([code]) => Promise.reject(new Error(`the desk ended with code ${code}`))),
  ])
  child.on('message', (answer: Answer) => {
    waiting.get(answer.id)?.(answer)
    waiting.delete(answer.id)
  })
  return {
    url: (first as { url: string }).url,
    tenant: (input) => ask('tenant', input),
    setupToken: () => ask('setupToken'),
    moveClock: (byMs) => ask('moveClock', byMs),
    runDueJobs: () => ask('runDueJobs'),
    dropConnections: () => ask('dropConnections'),
    databaseUrl: () => ask('databaseUrl'),
    async stop() {
      await ask('stop')
      await ended
    },
  }
}
