import type { Mutation } from './mutation.ts'

/** Faults of the way into the queue. */
export const JOBS: readonly Mutation[] = [
  {
    name: 'a job carries the tenant of its transaction',
    file: 'server/platform/jobs/job-store.ts',
    find: "json_build_object('tenantId', tenant, 'data', s.payload)",
    replace: "coalesce(s.payload, json_build_object('tenantId', tenant, 'data', s.payload)::jsonb)::json",
    tests: ['server/platform/jobs/enqueue.test.ts'],
  },
  {
    name: 'a job of one tenant replaces none of another',
    file: 'server/platform/jobs/job-store.ts',
    find: "      tenant || ':' || s.key, s.priority",
    replace: '      s.key, s.priority',
    tests: ['server/platform/jobs/enqueue.test.ts'],
  },
  {
    name: 'a job of another tenant is not taken back',
    file: 'server/platform/jobs/job-store.ts',
    find: "j.key IN (SELECT tenant || ':' || k FROM unnest(keys) AS k)",
    replace: "split_part(j.key, ':', 2) || ':' || split_part(j.key, ':', 3) = ANY(keys)",
    tests: ['server/platform/jobs/enqueue.test.ts'],
  },
  {
    name: 'a job needs the context of a tenant',
    file: 'server/platform/jobs/job-store.ts',
    find: "    RAISE EXCEPTION 'no tenant context' USING ERRCODE = '42501';\n",
    replace: "    RETURN 'none';\n",
    tests: ['server/platform/jobs/enqueue.test.ts'],
  },
  {
    name: 'a job in the hands of a worker only loses its key',
    file: 'server/platform/jobs/job-store.ts',
    find: 'UPDATE graphile_worker._private_jobs AS j SET key = NULL WHERE',
    replace: 'UPDATE graphile_worker._private_jobs AS j SET key = NULL WHERE false AND',
    tests: ['server/platform/jobs/enqueue.test.ts'],
  },
]
