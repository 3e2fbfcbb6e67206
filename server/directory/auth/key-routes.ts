import * as contracts from '../../../contracts/keys.ts'
import { type Route, route } from '../../platform/http/index.ts'
import { type Actor, idPage, pageAnswer } from '../people/index.ts'
import { createKey } from './create-key.ts'
import { listKeys } from './queries.ts'
import { revokeKey } from './revoke-key.ts'

/** The routes of API keys. */
export function keyRoutes(): Route<Actor>[] {
  return [listRoute(), createRoute(), revokeRoute()]
}

function listRoute(): Route<Actor> {
  return route(contracts.listKeys, async (call) => {
    const page = idPage(call.query)
    const { personId: asked } = call.query
    const { role, personId: own } = call.actor
    // Others' keys are hidden from everybody but owners, so asking for them finds nothing.
    const rows =
      role !== 'OWNER' && asked !== undefined && asked !== own
        ? []
        : await call.read((tx) => listKeys(tx, role === 'OWNER' ? asked : own, page))
    return pageAnswer(rows, page.limit, (key) => key.id)
  })
}

function createRoute(): Route<Actor> {
  return route(contracts.createKey, (call) => {
    const { name, scopes, personId, expiresAt } = call.body
    return call.write(
      (tx) => createKey(tx, call.actor, { name, scopes, personId, expiresAt }),
      (key) => ({ status: 201, body: key, secret: true, resource: `/api/v1/api-keys/${key.id}` }),
    )
  })
}

function revokeRoute(): Route<Actor> {
  return route(contracts.revokeKey, (call) =>
    call.write(
      (tx) => revokeKey(tx, call.actor, call.params.id),
      (key) => ({ status: 200, body: key }),
    ),
  )
}
