import Type, { type Static } from 'typebox'
import { EmailAddress, Id, PersonName, Strict } from './fields.ts'
import { NewPassword } from './people.ts'
import { defineRoute } from './route.ts'
import { TeamName, TeamPrefix } from './teams.ts'

/** What a new organisation begins with. */
export const NewTenant = Strict({
  organisation: Type.String({ minLength: 1, maxLength: 120, pattern: '\\S' }),
  owner: Strict({ name: PersonName, email: EmailAddress, password: NewPassword }),
  team: Strict({ name: TeamName, prefix: TeamPrefix }),
})
export type NewTenant = Static<typeof NewTenant>

/** The new organisation; `apiKey` has every scope and its owner's rights, and is shown once. */
export const CreatedTenant = Type.Object(
  {
    tenant: Type.Object({ id: Id, name: Type.String() }),
    owner: Type.Object({ id: Id }),
    team: Type.Object({ id: Id, prefix: Type.String() }),
    apiKey: Type.String(),
  },
  { title: 'CreatedTenant' },
)
export type CreatedTenant = Static<typeof CreatedTenant>

/** The answer of set-up: with a sample desk asked for, whether it was loaded, and the ticket to look at first. */
export const SetUpTenant = Type.Object(
  {
    ...CreatedTenant.properties,
    sampleDesk: Type.Optional(Type.Enum(['LOADED', 'FAILED'])),
    firstTicketKey: Type.Optional(Type.String()),
  },
  { title: 'SetUpTenant' },
)
export type SetUpTenant = Static<typeof SetUpTenant>

export const setUp = defineRoute({
  method: 'POST',
  path: '/api/v1/setup',
  summary: 'Set up the first organisation, with the one-time token that the start printed',
  tag: 'Setup',
  access: 'public',
  body: Strict({
    token: Type.String({ minLength: 1, maxLength: 128 }),
    ...NewTenant.properties,
    sampleDesk: Type.Optional(
      Type.Boolean({ description: 'Whether to fill the desk with 40 sample tickets, which can be removed' }),
    ),
  }),
  idempotency: 'exempt',
  answers: { 201: SetUpTenant },
  errors: ['contract-violation', 'foreign-origin', 'wrong-setup-token', 'gone'],
})

export const SETUP_ROUTES = [setUp] as const
