import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'

export type BenchOptions = {
  /** Which benches to run; all when empty. */
  names: string[]
  /** File for everything that was measured, as JSON. */
  out: string
  rounds: number
  roundMs: number
  connections: number
  /** Less data and shorter rounds, to see whether the bench itself works. Its figures mean nothing. */
  quick: boolean
  /** Adds a CPU profile of the desk to `create` and `list`. */
  profile: boolean
}

/** How `npm run bench` is used. */
export const USAGE = `npm run bench -- [create] [list] [scale] [mails] [start] [stream] [--out FILE] [--rounds 5] [--seconds 3]
  [--connections 10] [--profile] [--quick]`

/** Reads the command line. Throws a plain sentence for what it does not know. */
export function readOptions(parameters: string[], known: readonly string[]): BenchOptions {
  const { values, positionals } = parseArgs({
    args: parameters,
    allowPositionals: true,
    options: {
      out: { type: 'string' },
      rounds: { type: 'string' },
      seconds: { type: 'string' },
      connections: { type: 'string', default: '10' },
      profile: { type: 'boolean', default: false },
      quick: { type: 'boolean', default: false },
    },
  })
  const unknown = positionals.find((name) => !known.includes(name))
  if (unknown !== undefined) throw new Error(`there is no bench "${unknown}"; there are ${known.join(', ')}`)
  const { quick } = values
  const stamp = new Date().toISOString().replaceAll(/[:.]/g, '-')
  return {
    names: positionals,
    out: values.out ?? join(tmpdir(), `docket-bench-${stamp}.json`),
    rounds: positive('rounds', values.rounds ?? (quick ? '3' : '5')),
    roundMs: positive('seconds', values.seconds ?? (quick ? '1' : '3')) * 1000,
    connections: positive('connections', values.connections),
    profile: values.profile,
    quick,
  }
}

function positive(name: string, text: string): number {
  const value = Number(text)
  if (!(value > 0)) throw new Error(`--${name} takes a number above 0`)
  return value
}
