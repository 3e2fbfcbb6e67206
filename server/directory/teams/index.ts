/** The one door of teams: groups of agents that own tickets. */
export { createTeam } from './create-team.ts'
export { putMember } from './put-member.ts'
export { defaultTeam, type TeamBrief, teamById, teamsByIds } from './queries.ts'
export { removeMember } from './remove-member.ts'
export { teamRoutes } from './routes.ts'
export { insertTeam } from './store.ts'
export { updateTeam } from './update-team.ts'
