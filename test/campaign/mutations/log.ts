import type { Mutation } from './mutation.ts'

/** Faults of the log and its readers. */
export const LOG: readonly Mutation[] = [
  {
    name: 'positions have no gap',
    file: 'server/platform/db/counter-store.ts',
    find: '::integer WHERE',
    replace: '::integer + 1 WHERE',
    tests: ['server/platform/log/tenant-transaction.test.ts'],
  },
  {
    name: 'a reader moves its cursor with its effects',
    file: 'server/platform/log/run-reader.ts',
    find: 'if (claimed.length > 0) await reader.take',
    replace: 'if (claimed.length > 1) await reader.take',
    tests: ['server/platform/log/readers.test.ts'],
  },
  {
    name: 'a reader awaits its effects',
    file: 'server/platform/log/run-reader.ts',
    find: 'await reader.take(tx, claimed)',
    replace: 'void reader.take(tx, claimed)',
    tests: ['server/platform/log/readers.test.ts'],
  },
  {
    name: 'a reader reads to the end',
    file: 'server/platform/log/run-reader.ts',
    find: 'full: events.length === size }',
    replace: 'full: events.length > size }',
    tests: ['server/platform/log/readers.test.ts'],
  },
  {
    name: 'a reader takes only what it claims',
    file: 'server/platform/log/run-reader.ts',
    find: 'reader.claims.includes(event.type)',
    replace: '!reader.ignores.includes(event.type)',
    tests: ['server/platform/log/readers.test.ts'],
  },
  {
    name: 'the cursor is locked',
    file: 'server/platform/log/cursor-store.ts',
    find: ' FOR NO KEY UPDATE SKIP LOCKED',
    replace: '',
    tests: ['server/platform/log/readers.test.ts'],
  },
  {
    name: 'an event is parked at the fifth failure',
    file: 'server/platform/log/run-reader.ts',
    find: 'attempts < ATTEMPTS_MAX',
    replace: 'attempts <= ATTEMPTS_MAX',
    tests: ['server/platform/log/readers.test.ts'],
  },
  {
    name: 'a failing database parks nothing',
    file: 'server/platform/log/run-reader.ts',
    find: "!isDatabaseUnavailable(error) && state !== '40001'",
    replace: "state !== '40001'",
    tests: ['server/platform/log/readers.test.ts'],
  },
  {
    name: 'a parked event is passed',
    file: 'server/platform/log/run-reader.ts',
    find: '    moveCursor(tx, reader.name, failed.seq)\n',
    replace: '',
    tests: ['server/platform/log/readers.test.ts'],
  },
  {
    name: 'an event that was taken again leaves the list',
    file: 'server/platform/log/parked.ts',
    find: '  unpark(tx, { reader: reader.name, seq })\n',
    replace: '',
    tests: ['server/platform/log/readers.test.ts'],
  },
  {
    name: 'a tail does not repeat an event',
    file: 'server/platform/log/tail.ts',
    find: 'position = last.seq',
    replace: 'position = last.seq - 1',
    tests: ['server/platform/log/readers.test.ts'],
  },
]
