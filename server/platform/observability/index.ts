/** What a process says of itself: a structured log and Prometheus metrics. */
export { createLog, type Logger } from './log.ts'
export { createMetrics, type Metrics } from './metrics.ts'
