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
  /**
   * Somebody signed in. Answers whether this page is theirs. If not it must start over, and until then nothing is sent
   * from it: what waits here is another person's.
   */
  signedIn(session: Session): boolean
  /** The desk answered 401. */
  lost(): void
  /** The desk is being told that the person signs out; false when it did not answer. */
  leaving(isLeaving: boolean): void
  /** Whether the person signs out or has: what is asked now would be refused. */
  isLeaving(): boolean
  /** By wish: nothing of the person stays. */
  signedOut(): void
}

/** Keeps who is signed in. Rule: docs/behaviour/web-data.md, "Who is signed in". */
export function createSessionKeeper(initial: Session | null): SessionKeeper {
  const cell = createCell<SessionState>(
    initial === null ? { state: 'signed-out' } : { state: 'signed-in', session: initial },
  )
  let isOver = false
  let isLeaving = false
  const lost = () => {
    const before = cell.current()
    if (before.state === 'signed-in') cell.set({ state: 'lost', session: before.session })
  }
  return {
    current: cell.current,
    subscribe: cell.subscribe,
    signedIn(session) {
      const before = cell.current()
      // An answer that comes after signing out.
      if (isOver) return false
      if (before.state !== 'signed-out' && personKey(before.session) !== personKey(session)) {
        lost()
        return false
      }
      cell.set({ state: 'signed-in', session })
      return true
    },
    lost,
    leaving(is) {
      isLeaving = is
    },
    isLeaving: () => isLeaving || isOver,
    signedOut() {
      isOver = true
      cell.set({ state: 'signed-out' })
    },
  }
}

/** Names the owner of everything kept on this device: the tenant and the person. */
export function personKey(session: { tenant: { id: string }; person: { id: string } }): string {
  return `${session.tenant.id}:${session.person.id}`
}

/** Between the tabs of a browser: whose session it has. */
export type SessionChannel = { post(owner: string): void; onMessage(hear: (owner: string) => void): void }

/**
 * Tells the other tabs whose page this is, and hears whose theirs are. The cookie is one for all of them: when somebody
 * else signed in, a page must not go on with what is theirs.
 */
export function tellTabs(session: SessionKeeper, channel: SessionChannel | undefined): void {
  const current = session.current()
  if (channel === undefined || current.state === 'signed-out') return
  const own = personKey(current.session)
  channel.post(own)
  channel.onMessage((owner) => {
    if (owner !== own) session.lost()
  })
}

/** The channel of a browser; undefined where there is none. */
export function sessionChannel(): SessionChannel | undefined {
  if (typeof BroadcastChannel === 'undefined') return undefined
  const channel = new BroadcastChannel('docket-session')
  return {
    post: (owner) => channel.postMessage(owner),
    onMessage(hear) {
      channel.onmessage = ({ data }) => hear(String(data))
    },
  }
}
