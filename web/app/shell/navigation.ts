import { Inbox, LifeBuoy, type LucideIcon, Mails, Settings, Tickets, User, Users } from 'lucide-react'
import type { Role } from '../../../contracts/route.ts'
import type { MessageId } from '../../locales/t.ts'
import type { ActionId } from '../keys/actions.ts'
import { paths } from '../paths.ts'
import { isAtLeast } from '../who.tsx'

export type Place = {
  href: string
  label: MessageId
  icon: LucideIcon
  action?: ActionId
  /** A page of its own, outside the app. */
  isPage?: boolean
}

/** Where somebody of a role may go, in the order of the sidebar. */
export function placesFor(role: Role): Place[] {
  const agent: Place[] = [
    { href: paths.inbox(), label: 'frame.inbox', icon: Inbox, action: 'go.inbox' },
    { href: paths.tickets(), label: 'frame.tickets', icon: Tickets, action: 'go.tickets' },
    { href: paths.people(), label: 'frame.people', icon: User, action: 'go.people' },
    { href: paths.teams(), label: 'frame.teams', icon: Users, action: 'go.teams' },
  ]
  const requester: Place[] = [
    { href: paths.portal(), label: 'frame.portal', icon: Inbox, action: 'go.inbox', isPage: true },
  ]
  const owner: Place[] = [
    { href: paths.localInbox(), label: 'frame.localInbox', icon: Mails, action: 'go.localInbox' },
  ]
  return [
    ...(isAtLeast(role, 'AGENT') ? agent : requester),
    ...(role === 'OWNER' ? owner : []),
    { href: paths.settings(), label: 'frame.settings', icon: Settings, action: 'go.settings' },
    { href: paths.help(), label: 'frame.help', icon: LifeBuoy, action: 'go.help' },
  ]
}
