import { connect, createServer, type Socket } from 'node:net'

/** A way to desks that breaks: it cuts connections in the middle of what they carry, and can be slow. */
export type CuttingProxy = {
  readonly url: string
  /** Cuts one connection, chosen by chance, after half of what it carries next. */
  cutOne(): void
  /** How many were cut. */
  cuts(): number
  stop(): Promise<void>
}

type Pair = { near: Socket; far: Socket; isDoomed: boolean }

/**
 * Starts one. Each connection goes to one of the targets (URLs), chosen by chance when it is made; with `chunkMs` a
 * piece of 1 KiB is passed on at most every so many ms.
 */
export async function startCuttingProxy(
  targets: () => readonly string[],
  { chunkMs = 0 } = {},
): Promise<CuttingProxy> {
  const pairs = new Set<Pair>()
  let cuts = 0
  const server = createServer((near) => {
    const target = new URL(oneOf(targets()) ?? 'http://127.0.0.1:1')
    const far = connect({
      host: target.hostname,
      port: Number(target.port),
      ...(chunkMs > 0 ? SMALL_READS : {}),
    })
    const pair: Pair = { near, far, isDoomed: false }
    pairs.add(pair)
    const end = () => {
      pairs.delete(pair)
      near.destroy()
      far.destroy()
    }
    for (const socket of [near, far]) socket.on('error', end).on('close', end)
    near.pipe(far)
    far.on('data', (chunk: Buffer) => {
      if (pair.isDoomed) {
        // Nothing may follow a half: a real connection loses its end, never its middle.
        far.pause().removeAllListeners('data')
        near.write(chunk.subarray(0, chunk.length >> 1), end)
        return
      }
      const isTaken = near.write(chunk)
      if (isTaken && chunkMs === 0) return
      far.pause()
      if (chunkMs > 0) setTimeout(() => far.resume(), (chunkMs * chunk.length) / CHUNK_BYTES)
      else near.once('drain', () => far.resume())
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const bound = server.address()
  return {
    url: `http://127.0.0.1:${typeof bound === 'object' && bound !== null ? bound.port : 0}`,
    cutOne() {
      const pair = oneOf([...pairs].filter((one) => !one.isDoomed))
      if (pair === undefined) return
      pair.isDoomed = true
      cuts += 1
    },
    cuts: () => cuts,
    async stop() {
      for (const { near, far } of pairs) {
        near.destroy()
        far.destroy()
      }
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

const CHUNK_BYTES = 1_024
const SMALL_READS = { highWaterMark: CHUNK_BYTES }

function oneOf<T>(all: readonly T[]): T | undefined {
  return all[Math.floor(Math.random() * all.length)]
}
