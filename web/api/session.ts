import type { Me } from '../../contracts/people.ts'
import { createCell } from './cell.ts'

/** Who is signed in here: as the boot payload or `GET /me` told. */
export type Session = Me

/** `lost`: somebody was signed in when the page was made and is not any more; what they see stays until they come back. */
export type SessionState =
  | { state: 'signed-in'; session: Session }
  | { state: 'lost'; session: Session }
  | { state: 'signed-out' }

export type SessionKeeper = {
  current(): SessionState
  subscribe(listener: () => void): () => void
  /** Somebody signed in. Answers whether it is the person whose page this is: if not, the page must start over. */
  signedIn(session: Session): boolean
  /** The desk answered 401. */
  lost(): void
  /** By wish: nothing of the person stays. */
  signedOut(): void
}

/** Keeps who is signed in. Rule: docs/behaviour/web-data.md, "Who is signed in". */
export function createSessionKeeper(initial: Session | null): SessionKeeper {
  const cell = createCell<SessionState>(
    initial === null ? { state: 'signed-out' } : { state: 'signed-in', session: initial },
  )
  return {
    current: cell.current,
    subscribe: cell.subscribe,
    signedIn(session) {
      const before = cell.current()
      const isSame = before.state === 'signed-out' || personKey(before.session) === personKey(session)
      cell.set({ state: 'signed-in', session })
      return isSame
    },
    lost() {
      const before = cell.current()
      if (before.state === 'signed-in') cell.set({ state: 'lost', session: before.session })
    },
    signedOut: () => cell.set({ state: 'signed-out' }),
  }
}

/** Names the owner of everything kept on this device: the tenant and the person. */
export function personKey(session: { tenant: { id: string }; person: { id: string } }): string {
  return `${session.tenant.id}:${session.person.id}`
}
