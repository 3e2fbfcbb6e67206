import type { Mutation } from './mutation.ts'

/** Faults of the transaction. */
export const TRANSACTION: readonly Mutation[] = [
  {
    name: 'the answer to COMMIT is checked',
    file: 'server/platform/db/tenant-tx.ts',
    find: "if (answer.command !== 'COMMIT') throw",
    replace: 'if (answer.command === undefined) throw',
    tests: ['server/platform/log/tenant-transaction.test.ts'],
  },
  {
    name: 'a lost race is run again',
    file: 'server/platform/db/pg-errors.ts',
    find: "  '40001', // serialization_failure: another transaction won\n",
    replace: '',
    tests: ['server/platform/log/tenant-transaction.test.ts', 'server/platform/db/pg-errors.test.ts'],
  },
  {
    name: 'a deadlock is run again',
    file: 'server/platform/db/pg-errors.ts',
    find: "  '40P01', // deadlock_detected: the server chose this one to end\n",
    replace: '',
    tests: ['server/platform/log/tenant-transaction.test.ts', 'server/platform/db/pg-errors.test.ts'],
  },
  {
    name: 'reruns end after three',
    file: 'server/platform/db/tenant-tx.ts',
    find: 'attempt > RERUNS_MAX',
    replace: 'attempt >= RERUNS_MAX',
    tests: ['server/platform/log/tenant-transaction.test.ts'],
  },
  {
    name: 'the cause of a failed transaction is told',
    file: 'server/platform/db/tenant-tx.ts',
    find: "return sqlState(error) === '25P02' ? failure : error",
    replace: 'return error',
    tests: ['server/platform/log/tenant-transaction.test.ts', 'server/platform/db/failed-statement.test.ts'],
  },
  {
    name: 'idle transactions are ended',
    file: 'server/platform/db/database.ts',
    find: 'idleInTransactionMs: 4_500',
    replace: 'idleInTransactionMs: 45_000',
    tests: ['server/platform/log/tenant-transaction.test.ts'],
  },
  {
    name: 'a lock is waited for three seconds',
    file: 'server/platform/db/database.ts',
    find: 'lockMs: 3_000',
    replace: 'lockMs: 30_000',
    tests: ['server/platform/log/tenant-transaction.test.ts'],
  },
  {
    name: 'statements have a limit of time',
    file: 'server/platform/db/database.ts',
    find: 'statementMs: 15_000',
    replace: 'statementMs: 0',
    tests: ['server/platform/log/tenant-transaction.test.ts'],
  },
  {
    name: 'the role of the app is taken',
    file: 'server/platform/db/tenant-tx.ts',
    find: '::text IS NULL THEN NULL ELSE',
    replace: '::text IS NOT NULL THEN NULL ELSE',
    tests: ['test/catalogue/isolation.test.ts'],
  },
  {
    name: 'the tenant ends with its transaction',
    file: 'server/platform/db/tenant-tx.ts',
    find: ", true), set_config('app.actor_id'",
    replace: ", false), set_config('app.actor_id'",
    tests: ['test/catalogue/isolation.test.ts'],
  },
  {
    name: 'a failed write of the flush rejects',
    file: 'server/platform/db/tenant-tx.ts',
    find: "one.status === 'rejected'",
    replace: "one.status !== 'fulfilled' && count > 0",
    tests: ['server/platform/log/tenant-transaction.test.ts'],
  },
  {
    name: 'all tokens of an answer are filled',
    file: 'server/platform/db/tenant-tx.ts',
    find: 'String(base + Number(digits))',
    replace: 'String(base + 1)',
    tests: ['server/platform/log/tenant-transaction.test.ts'],
  },
]
