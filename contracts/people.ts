import Type, { type Static } from 'typebox'
import { EmailAddress, Id, IdRef, Instant, Nullable, PAGING, Page, PersonName, Strict } from './fields.ts'
import { defineRoute, ROLES, SCOPES } from './route.ts'

/** Roles within a team, weakest first. */
export const MEMBER_ROLES = ['AGENT', 'LEAD', 'TEAM_ADMIN'] as const
export type MemberRole = (typeof MEMBER_ROLES)[number]

export const RoleField = Type.Enum([...ROLES])
export const MemberRoleField = Type.Enum([...MEMBER_ROLES])
/** No rule of composition; what is too easily guessed is refused by the server. */
export const NewPassword = Type.String({ minLength: 12, maxLength: 128 })

export const Person = Type.Object(
  {
    id: Id,
    name: Type.String(),
    email: Type.String(),
    role: RoleField,
    active: Type.Boolean(),
    teams: Type.Array(Type.Object({ id: Id, role: MemberRoleField })),
    /** How long replies are held back for a change of mind; null is the desk's 10 seconds. */
    undoSeconds: Nullable(Type.Integer()),
    version: Type.Integer(),
    createdAt: Instant,
    updatedAt: Instant,
  },
  { title: 'Person' },
)
export type Person = Static<typeof Person>

export const Me = Type.Object(
  {
    person: Person,
    tenant: Type.Object({ id: Id, name: Type.String(), slug: Type.String() }),
    teams: Type.Array(
      Type.Object({ id: Id, name: Type.String(), prefix: Type.String(), role: MemberRoleField }),
    ),
    /** Of the key that was used; null means all that the role allows. */
    scopes: Nullable(Type.Array(Type.Enum([...SCOPES]))),
    /** What a browser sends as X-CSRF-Token; null for a key. */
    csrfToken: Nullable(Type.String()),
  },
  { title: 'Me' },
)
export type Me = Static<typeof Me>

export const readMe = defineRoute({
  method: 'GET',
  path: '/api/v1/me',
  summary: 'Read who is calling',
  tag: 'People',
  access: { role: 'EMPLOYEE', scope: 'people:read' },
  answers: { 200: Me },
  errors: [],
})

export const listPeople = defineRoute({
  method: 'GET',
  path: '/api/v1/people',
  summary: 'List people, newest first',
  tag: 'People',
  access: { role: 'AGENT', scope: 'people:read' },
  query: Strict({ email: Type.Optional(EmailAddress), role: Type.Optional(RoleField), ...PAGING }),
  answers: { 200: Page(Person) },
  errors: ['contract-violation'],
})

export const createPerson = defineRoute({
  method: 'POST',
  path: '/api/v1/people',
  summary: 'Add a person',
  tag: 'People',
  access: { role: 'TEAM_ADMIN', scope: 'people:write' },
  body: Strict({
    name: PersonName,
    email: EmailAddress,
    role: RoleField,
    teamIds: Type.Optional(Type.Array(Id, { maxItems: 50, uniqueItems: true })),
    password: Type.Optional(NewPassword),
  }),
  answers: { 201: Person },
  errors: [
    'contract-violation',
    'forbidden',
    'not-found',
    'already-exists',
    'request-in-flight',
    'idempotency-key-reused',
  ],
})

export const updatePerson = defineRoute({
  method: 'PATCH',
  path: '/api/v1/people/:id',
  summary: 'Change a name, role, password or undo window, or deactivate',
  tag: 'People',
  access: { role: 'EMPLOYEE', scope: 'people:write' },
  params: IdRef,
  body: Strict({
    name: Type.Optional(PersonName),
    role: Type.Optional(RoleField),
    active: Type.Optional(Type.Boolean()),
    password: Type.Optional(NewPassword),
    undoSeconds: Type.Optional(Nullable(Type.Integer({ minimum: 0, maximum: 60 }))),
  }),
  ifMatch: 'required',
  answers: { 200: Person },
  errors: [
    'contract-violation',
    'forbidden',
    'not-found',
    'precondition-failed',
    'version-mismatch',
    'if-match-required',
    'request-in-flight',
    'idempotency-key-reused',
  ],
})

export const PEOPLE_ROUTES = [readMe, listPeople, createPerson, updatePerson] as const
