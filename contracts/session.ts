import Type, { type Static } from 'typebox'
import { Id, Strict } from './fields.ts'
import { RoleField } from './people.ts'
import { defineRoute } from './route.ts'

export const SignedIn = Type.Object(
  {
    person: Type.Object({ id: Id, name: Type.String(), email: Type.String(), role: RoleField }),
    tenant: Type.Object({ id: Id, name: Type.String(), slug: Type.String() }),
    /** What a browser sends as X-CSRF-Token with everything that changes something. */
    csrfToken: Type.String(),
  },
  { title: 'SignedIn' },
)
export type SignedIn = Static<typeof SignedIn>

export const signIn = defineRoute({
  method: 'POST',
  path: '/api/v1/session',
  summary: 'Sign in with a password; answers with a cookie',
  tag: 'Session',
  access: 'public',
  body: Strict({
    email: Type.String({ minLength: 1, maxLength: 320 }),
    password: Type.String({ minLength: 1, maxLength: 1000 }),
    tenant: Type.Optional(
      Type.String({ minLength: 1, maxLength: 63, description: "The organisation's short name" }),
    ),
  }),
  idempotency: 'exempt',
  answers: { 200: SignedIn },
  errors: ['contract-violation', 'wrong-credentials', 'foreign-origin', 'choose-tenant', 'too-many-requests'],
})

export const signOut = defineRoute({
  method: 'DELETE',
  path: '/api/v1/session',
  summary: 'Sign out; without a session nothing happens',
  tag: 'Session',
  access: 'public',
  idempotency: 'exempt',
  answers: { 204: null },
  errors: ['forbidden', 'foreign-origin'],
})

export const SESSION_ROUTES = [signIn, signOut] as const
