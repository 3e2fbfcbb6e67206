import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

export type Metrics = ReturnType<typeof createMetrics>

/** The metrics of a process in Prometheus' text form. Labels never hold a tenant, a person or an address. */
export function createMetrics() {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const requests = new Histogram({
    name: 'docket_http_request_seconds',
    help: 'Time to answer, by route template',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers: [registry],
  })
  const jobFailures = new Counter({
    name: 'docket_job_failures_total',
    help: 'Failed tries of jobs, by task',
    labelNames: ['task'],
    registers: [registry],
  })
  const readerFailures = new Counter({
    name: 'docket_reader_failures_total',
    help: 'Failed batches of log readers',
    labelNames: ['reader'],
    registers: [registry],
  })
  const streamEvents = new Counter({
    name: 'docket_stream_events_total',
    help: 'Events of the log sent to streams',
    registers: [registry],
  })
  const streamResets = new Counter({
    name: 'docket_stream_resets_total',
    help: 'Clients told to read everything again, by reason',
    labelNames: ['reason'],
    registers: [registry],
  })
  const streamLag = new Histogram({
    name: 'docket_stream_lag_seconds',
    help: 'From an event to the first stream it was written to',
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers: [registry],
  })
  const gauge = (name: string, help: string, labelNames: string[] = []) =>
    new Gauge({ name, help, labelNames, registers: [registry] })
  return {
    registry,
    requests,
    jobFailures,
    readerFailures,
    streamEvents,
    streamResets,
    streamLag,
    streamsOpen: gauge('docket_streams_open', 'Streams and long polls of this process'),
    readerLag: gauge('docket_reader_lag_events', 'Events that a reader has not taken, over all tenants', [
      'reader',
    ]),
    jobAge: gauge('docket_job_oldest_seconds', 'Age of the oldest job that is due'),
    // A snapshot held for half a minute made the updates of the log's counter eight times slower.
    oldestTransaction: gauge(
      'docket_db_oldest_transaction_seconds',
      'Age of the oldest open transaction that this user may see',
    ),
    pool: gauge('docket_db_pool_connections', 'Database connections of the pool', ['state']),
  }
}
