/** A CPU profile as V8's inspector gives it. */
export type CpuProfile = {
  nodes: {
    id: number
    callFrame: { functionName: string; url: string; lineNumber: number }
    children?: number[]
  }[]
  startTime: number
  endTime: number
  samples?: number[]
  timeDeltas?: number[]
}

/** Self time of a piece of code, in microseconds a request and as a share of the time that was not idle. */
export type ProfileRow = { name: string; us: number; share: number }
export type ProfileSummary = { busyUs: number; groups: ProfileRow[]; functions: ProfileRow[] }

const FUNCTIONS_MAX = 40

/** Where the CPU went, by the room the code lies in and by function; `requests` is how many were answered meanwhile. */
export function summariseProfile(profile: CpuProfile, requests: number): ProfileSummary {
  const selfUs = selfTimes(profile)
  const groups = new Map<string, number>()
  const functions = new Map<string, number>()
  let busyUs = 0
  for (const { id, callFrame } of profile.nodes) {
    const us = selfUs.get(id) ?? 0
    if (us === 0 || callFrame.functionName === '(idle)') continue
    busyUs += us
    const place = roomOf(callFrame.url, callFrame.functionName)
    const name = `${callFrame.functionName || '(anonymous)'} ${shortPath(callFrame.url)}:${callFrame.lineNumber + 1}`
    groups.set(place, (groups.get(place) ?? 0) + us)
    functions.set(name, (functions.get(name) ?? 0) + us)
  }
  const rows = (of: Map<string, number>) =>
    [...of].map(([name, us]) => ({ name, us: us / requests, share: us / busyUs })).sort((a, b) => b.us - a.us)
  return {
    busyUs: busyUs / requests,
    groups: rows(groups),
    functions: rows(functions).slice(0, FUNCTIONS_MAX),
  }
}

function selfTimes({ samples = [], timeDeltas = [] }: CpuProfile): Map<number, number> {
  const selfUs = new Map<number, number>()
  for (const [i, id] of samples.entries()) selfUs.set(id, (selfUs.get(id) ?? 0) + (timeDeltas[i + 1] ?? 0))
  return selfUs
}

function roomOf(url: string, functionName: string): string {
  const path = shortPath(url)
  const own = /^(server\/[^/]+\/[^/]+|contracts)\//.exec(path)
  if (own !== null) return own[1] ?? path
  const pack = /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)
  if (pack !== null) return `package ${pack[1]}`
  if (path.startsWith('node:')) return path.replace(/^(node:(?:internal\/)?[^/]+).*/, '$1')
  return functionName.startsWith('(') ? functionName : 'V8 and native'
}

function shortPath(url: string): string {
  const at = url.search(/node_modules\/(?!.*node_modules\/)|(server|contracts|bench)\/(?!.*node_modules)/)
  return url.startsWith('node:') || at < 0 ? url : url.slice(at)
}
