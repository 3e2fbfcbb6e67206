/** The one door of people: persons, their place in teams, what they may do, and how actors are named. */
export { administersTeam, isAtLeast, memberRoleOf } from './access.ts'
export { type Actor, eventActor, SYSTEM_ACTOR } from './actor.ts'
export { createPerson, type NewPerson } from './create-person.ts'
export { emailHash, emailKey } from './email-address.ts'
export { findOrMakeRequester } from './find-or-make-requester.ts'
export { type IdPage, idPage, pageAnswer } from './id-page.ts'
export { addMember, dropMember, type MemberRemoved, type OnMemberRemoved } from './membership.ts'
export { isMember, listTeamMembers, type MemberRow, memberRole } from './membership-queries.ts'
export { storeMember } from './membership-store.ts'
export { hashNewPassword, hashPassword, needsRehash, verifyPassword } from './password.ts'
export {
  credentialsByEmail,
  type PersonBrief,
  peopleByIds,
  personByEmail,
  personById,
  readPerson,
} from './queries.ts'
export { peopleRoutes } from './routes.ts'
export { insertPerson, lockPerson, storeRehash } from './store.ts'
export { type PersonChange, type PersonFollowers, updatePerson } from './update-person.ts'
