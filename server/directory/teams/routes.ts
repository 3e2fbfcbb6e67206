import * as contracts from '../../../contracts/teams.ts'
import { notFound, type Route, route } from '../../platform/http/index.ts'
import { type Actor, idPage, listTeamMembers, type OnMemberRemoved, pageAnswer } from '../people/index.ts'
import { createTeam } from './create-team.ts'
import { putMember } from './put-member.ts'
import { listTeams, teamById } from './queries.ts'
import { removeMember } from './remove-member.ts'
import { updateTeam } from './update-team.ts'

/** The routes of teams and their members. */
export function teamRoutes(
  followers: { onMemberRemoved: readonly OnMemberRemoved[] } = { onMemberRemoved: [] },
): Route<Actor>[] {
  return [
    listRoute(),
    createRoute(),
    updateRoute(),
    membersRoute(),
    putMemberRoute(),
    removeMemberRoute(followers),
  ]
}

function listRoute(): Route<Actor> {
  return route(contracts.listTeams, async (call) => {
    const page = idPage(call.query)
    const teams = await call.read((tx) => listTeams(tx, page))
    return pageAnswer(teams, page.limit, (team) => team.id)
  })
}

function createRoute(): Route<Actor> {
  return route(contracts.createTeam, (call) =>
    call.write(
      (tx) => createTeam(tx, call.actor, call.body),
      (team) => ({ status: 201, body: team, headers: { etag: `"v${team.version}"` } }),
    ),
  )
}

function updateRoute(): Route<Actor> {
  return route(contracts.updateTeam, (call) =>
    call.write(
      (tx) => updateTeam(tx, call.actor, { id: call.params.id, version: call.ifMatch, name: call.body.name }),
      (team) => ({ status: 200, body: team, headers: { etag: `"v${team.version}"` } }),
    ),
  )
}

function membersRoute(): Route<Actor> {
  return route(contracts.listMembers, async (call) => {
    const page = idPage(call.query)
    const { id } = call.params
    const [team, members] = await call.read((tx) =>
      Promise.all([teamById(tx, id), listTeamMembers(tx, id, page)]),
    )
    if (team === undefined) throw notFound('team')
    return pageAnswer(members, page.limit, (member) => member.person.id)
  })
}

function putMemberRoute(): Route<Actor> {
  return route(contracts.putMember, (call) =>
    call.write(
      (tx) =>
        putMember(tx, call.actor, {
          teamId: call.params.id,
          personId: call.params.personId,
          role: call.body.role,
        }),
      (member) => ({ status: 200, body: member }),
    ),
  )
}

function removeMemberRoute(followers: { onMemberRemoved: readonly OnMemberRemoved[] }): Route<Actor> {
  return route(contracts.removeMember, (call) =>
    call.write(
      (tx) =>
        removeMember(
          tx,
          call.actor,
          { teamId: call.params.id, personId: call.params.personId },
          followers.onMemberRemoved,
        ),
      (member) => ({ status: 200, body: member }),
    ),
  )
}
