import type { Mutation } from './mutation.ts'

/** Faults of requests that are sent twice. */
export const IDEMPOTENCY: readonly Mutation[] = [
  {
    name: 'another body with a known key is refused',
    file: 'server/platform/http/idempotency-store.ts',
    find: '!record.fingerprint.equals(scope.fingerprint)',
    replace: 'record.fingerprint.length !== scope.fingerprint.length',
    tests: ['server/platform/http/idempotency-store.test.ts'],
  },
  {
    name: 'an answer that has expired is not given again',
    file: 'server/platform/http/idempotency-store.ts',
    find: 'record === undefined || record.expired',
    replace: 'record === undefined',
    tests: ['server/platform/http/idempotency-store.test.ts'],
  },
  {
    name: 'a record is read after its lock',
    file: 'server/platform/http/idempotency-store.ts',
    find: 'tx.rows<{ got: boolean }>(',
    replace: '((statement: Sql) => Promise.resolve().then(() => tx.rows<{ got: boolean }>(statement)))(',
    tests: ['server/platform/http/idempotency-store.test.ts'],
  },
  {
    name: 'a key in flight is refused',
    file: 'server/platform/http/idempotency-store.ts',
    find: 'if (lock?.got !== true)',
    replace: 'if (lock === undefined)',
    tests: ['server/platform/http/idempotency-store.test.ts'],
  },
  {
    name: 'a key of one person is nothing to another',
    file: 'server/platform/http/idempotency-store.ts',
    find: 'scope.principalId, scope.method',
    replace: 'scope.method',
    tests: ['server/platform/http/idempotency-store.test.ts'],
  },
  {
    name: 'a key of one route is nothing to another',
    file: 'server/platform/http/idempotency-store.ts',
    find: 'scope.method, scope.route, ',
    replace: 'scope.method, ',
    tests: ['server/platform/http/idempotency-store.test.ts'],
  },
  {
    name: 'a secret is not kept',
    file: 'server/platform/http/idempotency-store.ts',
    find: 'answer.secret === true || body === null ||',
    replace: 'body === null ||',
    tests: ['server/platform/http/idempotency-store.test.ts'],
  },
  {
    name: 'a record that counts is not overwritten',
    file: 'server/platform/http/idempotency-store.ts',
    find: '\n      WHERE app.idempotency.expires_at <= app.now()',
    replace: '',
    tests: ['server/platform/http/idempotency-store.test.ts'],
  },
  {
    name: 'the sweep leaves what counts',
    file: 'server/platform/http/idempotency-store.ts',
    find: 'expires_at < app.now()',
    replace: 'expires_at > app.now()',
    tests: ['server/platform/http/idempotency-store.test.ts'],
  },
  {
    name: 'the body counts in a fingerprint',
    file: 'server/platform/http/fingerprint.ts',
    find: ', bodyHash(request.body)]',
    replace: ']',
    tests: ['server/platform/http/fingerprint.test.ts'],
  },
]
