import { createContext, type ReactNode, use } from 'react'
import type { Boot } from '../../contracts/boot.ts'
import type { Me } from '../../contracts/people.ts'
import { ROLES, type Role } from '../../contracts/route.ts'
import { useSession } from '../api/index.ts'

const BootContext = createContext<Boot | undefined>(undefined)

/** Gives what the page brought along to what is below. */
export function BootProvider({ boot, children }: { boot: Boot; children: ReactNode }) {
  return <BootContext value={boot}>{children}</BootContext>
}

/** What the page brought along. Throws outside a BootProvider. */
export function useBoot(): Boot {
  const boot = use(BootContext)
  if (boot === undefined) throw new Error('there is no payload around this component')
  return boot
}

/** Who is signed in, or was until a moment ago. Throws where nobody is: behind the shell somebody always is. */
export function useMe(): Me {
  const session = useSession()
  if (session.state === 'signed-out') throw new Error('nobody is signed in')
  return session.session
}

/** Whether a role holds at least another. */
export function isAtLeast(role: Role, least: Role): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(least)
}
