import { cpus, loadavg, totalmem } from 'node:os'

export type MachineState = { cpus: number; model: string; memoryGb: number; load: number[]; at: string }

/** What the figures were measured on; `load` are the averages of 1, 5 and 15 minutes. */
export function machineState(): MachineState {
  const all = cpus()
  return {
    cpus: all.length,
    model: all[0]?.model ?? 'unknown',
    memoryGb: Math.round(totalmem() / 2 ** 30),
    load: loadavg().map((value) => Math.round(value * 100) / 100),
    at: new Date().toISOString(),
  }
}
