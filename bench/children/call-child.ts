import { fork } from 'node:child_process'
import { join } from 'node:path'

/** A process of the bench that answers calls; `Calls` names them with their argument and answer. */
export type Child<Calls extends CallTypes> = {
  readonly pid: number
  call<Name extends keyof Calls & string>(name: Name, argument: Calls[Name][0]): Promise<Calls[Name][1]>
  /** Lets it end by itself, and waits until it has. */
  stop(): Promise<void>
}

/** Name of a call to its argument and its answer. Both travel as structured clones. */
export type CallTypes = Record<string, [argument: unknown, answer: unknown]>

type Reply = { id: number; answer?: unknown; error?: string }

/**
 * Starts a file of the bench as a process of its own, so that what makes the load never shares a thread with what is
 * measured. A call rejects with the child's error, or when it ends before it answered.
 */
export function startChild<Calls extends CallTypes>(
  file: string,
  env: NodeJS.ProcessEnv = process.env,
): Child<Calls> {
  const child = fork(join(import.meta.dirname, '..', file), {
    env,
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const waiting = new Map<number, { resolve(answer: unknown): void; reject(error: Error): void }>()
  let count = 0
  child.on('message', ({ id, answer, error }: Reply) => {
    const one = waiting.get(id)
    waiting.delete(id)
    if (error === undefined) one?.resolve(answer)
    else one?.reject(new Error(`${file}: ${error}`))
  })
  const ended = new Promise<void>((resolve) => {
    child.once('exit', (code, signal) => {
      for (const { reject } of waiting.values()) reject(new Error(`${file} ended (${signal ?? code})`))
      waiting.clear()
      resolve()
    })
  })
  return {
    pid: child.pid ?? 0,
    call(name, argument) {
      count += 1
      const id = count
      return new Promise((resolve, reject) => {
        waiting.set(id, { resolve: resolve as (answer: unknown) => void, reject })
        child.send({ id, name, argument }, (error) => error && reject(error))
      })
    },
    async stop() {
      if (child.connected) child.disconnect()
      await ended
    },
  }
}
