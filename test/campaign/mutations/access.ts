import type { Mutation } from './mutation.ts'

/** Faults of who may see and do what. */
export const ACCESS: readonly Mutation[] = [
  {
    name: 'an employee of a team is no staff',
    file: 'server/desk/tickets/access.ts',
    find: "actor.role === 'OWNER' || (actor.role !== 'EMPLOYEE' && actor",
    replace: "actor.role === 'OWNER' || (actor",
    tests: ['server/desk/tickets/tickets.test.ts'],
  },
  {
    name: 'the requester of a ticket is that first',
    file: 'server/desk/tickets/access.ts',
    find: ' && ticket.requesterId !== actor.personId',
    replace: '',
    tests: ['server/desk/tickets/tickets.test.ts', 'server/desk/tickets/requester-view.test.ts'],
  },
  {
    name: 'a scope is demanded of a key',
    file: 'server/platform/http/authorise.ts',
    find: 'caller.scopes !== null && !',
    replace: 'caller.scopes === null && !',
    tests: ['server/directory/auth/api-keys.test.ts', 'server/desk/tickets/tickets.test.ts'],
  },
  {
    name: 'a role below the route is refused',
    file: 'server/platform/http/authorise.ts',
    find: 'rank(caller.role) < rank(role)',
    replace: 'rank(caller.role) + 1 < rank(role)',
    tests: ['server/directory/auth/api-keys.test.ts', 'server/desk/tickets/tickets.test.ts'],
  },
  {
    name: 'an agent sees the tickets of own teams only',
    file: 'server/desk/tickets/access-sql.ts',
    find: '(t.team_id = ANY(',
    replace: '(t.team_id IS NOT NULL OR t.team_id = ANY(',
    tests: ['server/desk/tickets/tickets.test.ts'],
  },
  {
    name: 'the secret of a key is compared',
    file: 'server/directory/auth/authenticate.ts',
    find: ' || !timingSafeEqual(row.secretHash, secretHash(key.secret))',
    replace: '',
    tests: ['server/directory/auth/authenticate.test.ts'],
  },
  {
    name: 'a key that has expired opens nothing',
    file: 'server/directory/auth/queries.ts',
    find: 'OR k.expires_at > app.now()',
    replace: 'OR k.expires_at IS NOT NULL',
    tests: ['server/directory/auth/authenticate.test.ts', 'server/directory/auth/api-keys.test.ts'],
  },
  {
    name: 'a revoked key opens nothing',
    file: 'server/directory/auth/queries.ts',
    find: ' AND k.revoked_at IS NULL',
    replace: '',
    tests: ['server/directory/auth/authenticate.test.ts', 'server/directory/auth/api-keys.test.ts'],
  },
  {
    name: 'the key of somebody deactivated opens nothing',
    file: 'server/directory/auth/queries.ts',
    find: 'app.now()) AND p.active',
    replace: 'app.now())',
    tests: ['server/directory/auth/authenticate.test.ts', 'server/directory/auth/api-keys.test.ts'],
  },
]
