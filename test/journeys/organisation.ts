import type { Role } from '../../contracts/route.ts'
import type { Message, Ticket } from '../../contracts/tickets.ts'
import type { MadeTenant } from './desk-asks.ts'

/** Somebody of an organisation, with a password for the page and a key for calls. */
export type Person = {
  id: string
  name: string
  email: string
  role: Role
  password: string
  key: string
}
export type Team = { id: string; name: string; prefix: string }
export type Called = {
  status: number
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers whose shape they assert.
  body: any
}

/** An organisation of a test's own, on a desk that others use as well; all of it is made and asked through the API. */
export type Organisation = {
  /** The desk's address. */
  url: string
  tenantId: string
  name: string
  it: Team
  hr: Team
  owner: Person
  /** An agent of IT. */
  ana: Person
  /** Another agent of IT. */
  ben: Person
  /** A requester. */
  jane: Person
  /** Adds somebody, with a password and a key. */
  person(name: string, role: Role, teams?: readonly Team[]): Promise<Person>
  /** Calls the API as somebody; answers whatever it answers. */
  call(as: Person, method: string, path: string, body?: unknown): Promise<Called>
  /** Files a ticket, by default of Jane's for IT. Rejects unless it was filed. */
  ticket(over?: Record<string, unknown>, as?: Person): Promise<Ticket>
  /** Adds a public message at once, by default Ana's. */
  reply(ticketId: string, body: string, as?: Person): Promise<Message>
  /** Adds an internal note, by default Ana's. */
  note(ticketId: string, body: string, as?: Person): Promise<Message>
  /** Reads a ticket as the owner. */
  read(ticketId: string): Promise<Ticket>
  /** Everything the log tells of a ticket, oldest first. */
  events(ticketId: string): Promise<{ type: string; changes?: unknown }[]>
}

const PASSWORD = 'correct horse battery staple'
const KEY_SCOPES = [
  'tickets:read',
  'tickets:write',
  'notes:read',
  'notes:write',
  'people:read',
  'people:write',
  'inbound',
]

/** What the owner of a new organisation is made from. */
export function newTenant(mark: string) {
  return {
    organisation: `Acme ${mark}`,
    owner: { name: 'Olga Owner', email: `olga@${mark}.example`, password: PASSWORD },
    team: { name: 'IT', prefix: 'IT' },
  }
}

/** Fills a new organisation with its people and teams. `mark` keeps its addresses apart from those of others. */
export async function fillOrganisation(url: string, mark: string, made: MadeTenant): Promise<Organisation> {
  const { organisation: name, owner: founder } = newTenant(mark)
  const owner: Person = { ...founder, id: made.ownerId, role: 'OWNER', key: made.apiKey }
  const call: Organisation['call'] = (as, method, path, body) => callApi(url, as.key, method, path, body)
  const made201 = async (as: Person, path: string, body: unknown) => {
    const answer = await call(as, 'POST', path, body)
    if (answer.status !== 201)
      throw new Error(`${path} answered ${answer.status}: ${JSON.stringify(answer.body)}`)
    return answer.body
  }
  const person: Organisation['person'] = async (called, role, teams = []) => {
    const email = `${called.split(' ')[0]?.toLowerCase()}@${mark}.example`
    const input = { name: called, email, role, password: PASSWORD }
    const teamIds = teams.map(({ id }) => id)
    const { id } = await made201(owner, '/people', { ...input, ...(teamIds.length > 0 ? { teamIds } : {}) })
    const key = await made201(owner, '/api-keys', { name: called, scopes: KEY_SCOPES, personId: id })
    return { ...input, id, key: key.apiKey }
  }
  const it: Team = { id: made.teamId, name: 'IT', prefix: 'IT' }
  const hr: Team = await made201(owner, '/teams', { name: 'HR', prefix: 'HR' })
  const [ana, ben, jane] = await Promise.all([
    person('Ana Kaya', 'AGENT', [it]),
    person('Ben Okoro', 'AGENT', [it]),
    person('Jane Doe', 'EMPLOYEE'),
  ])
  return {
    ...{ url, tenantId: made.tenantId, name, it, hr, owner, ana, ben, jane, person, call },
    ticket: (over = {}, as = jane) =>
      made201(as, '/tickets', { subject: 'Laptop will not boot', body: 'It shows a black screen.', ...over }),
    reply: (ticketId, body, as = ana) =>
      made201(as, `/tickets/${ticketId}/replies`, { body, delaySeconds: 0 }),
    note: (ticketId, body, as = ana) => made201(as, `/tickets/${ticketId}/notes`, { body }),
    read: async (ticketId) => (await call(owner, 'GET', `/tickets/${ticketId}`)).body,
    events: async (ticketId) => (await call(owner, 'GET', `/tickets/${ticketId}/events`)).body.items,
  }
}

async function callApi(
  url: string,
  key: string,
  method: string,
  path: string,
  body: unknown,
): Promise<Called> {
  const answer = await fetch(`${url}/api/v1${path}`, {
    method,
    headers: {
      authorization: `Bearer ${key}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await answer.text()
  return { status: answer.status, body: text === '' ? undefined : JSON.parse(text) }
}
