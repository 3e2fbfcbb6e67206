import * as contracts from '../../../contracts/people.ts'
import { type Call, notFound, type Route, route } from '../../platform/http/index.ts'
import type { Actor } from './actor.ts'
import { createPerson } from './create-person.ts'
import { emailKey } from './email-address.ts'
import { idPage, pageAnswer } from './id-page.ts'
import { hashNewPassword } from './password.ts'
import { listPeople, readPerson } from './queries.ts'
import { type PersonFollowers, refuseChange, updatePerson } from './update-person.ts'

/** The routes of people; `/me` stands with the session. */
export function peopleRoutes(followers: PersonFollowers): Route<Actor>[] {
  return [listRoute(), createRoute(), updateRoute(followers)]
}

function listRoute(): Route<Actor> {
  return route(contracts.listPeople, async (call) => {
    const { email, role } = call.query
    const page = idPage(call.query)
    const filter = { emailKey: email === undefined ? undefined : emailKey(email), role }
    const people = await call.read((tx) => listPeople(tx, filter, page))
    return pageAnswer(people, page.limit, (person) => person.id)
  })
}

function createRoute(): Route<Actor> {
  return route(contracts.createPerson, async (call) => {
    const { password, teamIds = [], ...person } = call.body
    const passwordHash = password === undefined ? null : await hashNewPassword(password, person, '/password')
    return call.write(
      (tx) => createPerson(tx, call.actor, { ...person, teamIds, passwordHash }),
      (created) => ({ status: 201, body: created, headers: { etag: `"v${created.version}"` } }),
    )
  })
}

function updateRoute(followers: PersonFollowers): Route<Actor> {
  return route(contracts.updatePerson, async (call) => {
    const { password, ...rest } = call.body
    const { id } = call.params
    const change = password === undefined ? rest : { ...rest, passwordHash: await hashFor(call, password) }
    return call.write(
      (tx) => updatePerson(tx, call.actor, { id, version: call.ifMatch, change }, followers),
      (person) => ({ status: 200, body: person, headers: { etag: `"v${person.version}"` } }),
    )
  })
}

type PatchCall = Call<typeof contracts.updatePerson, Actor>

/** The rule for passwords looks at the person's name and address, and the hash is made outside the transaction. */
async function hashFor(call: PatchCall, password: string): Promise<string> {
  const person = await call.read((tx) => readPerson(tx, call.params.id))
  if (person === undefined) throw notFound('person')
  refuseChange(call.actor, person, call.body)
  return hashNewPassword(password, person, '/password')
}
