import { type Figure, promised } from '../report.ts'
import type { Comparison } from './compare-with-ceiling.ts'

const RATIO_LEAST = 0.5

/** The figures of a route beside its ceiling. */
export function comparisonFigures(comparison: Comparison, name = ''): Figure[] {
  const { http, ceiling, ratio, deskCpuUs, postgresCpuUs, ceilingPostgresCpuUs } = comparison
  const of = name === '' ? '' : `${name}: `
  return [
    promised(`${of}ratio to the ceiling`, ratio, '', 'least', RATIO_LEAST),
    { name: `${of}over HTTP`, value: http.perSecond, unit: '/s' },
    { name: `${of}ceiling`, value: ceiling.perSecond, unit: '/s' },
    { name: `${of}p50`, value: http.p50Ms, unit: 'ms' },
    { name: `${of}p95`, value: http.p95Ms, unit: 'ms' },
    { name: `${of}CPU of the desk a request`, value: deskCpuUs, unit: 'us' },
    { name: `${of}CPU of PostgreSQL a request`, value: postgresCpuUs, unit: 'us' },
    { name: `${of}the same in the ceiling`, value: ceilingPostgresCpuUs, unit: 'us' },
    { name: `${of}CPU of the bare client a request`, value: ceiling.loadCpuUs, unit: 'us' },
    { name: `${of}CPU of the HTTP generator a request`, value: http.loadCpuUs, unit: 'us' },
  ]
}
