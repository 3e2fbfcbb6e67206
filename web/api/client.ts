import { ApiError, type Client, createClient, NoAnswer } from '../../contracts/client.ts'
import { readMe } from '../../contracts/people.ts'
import type { RouteContract } from '../../contracts/route.ts'
import { signIn } from '../../contracts/session.ts'
import type { SessionKeeper } from './session.ts'

/** A refusal that a person may want to report. */
export type Failure = {
  at: number
  method: string
  path: string
  status: number
  code: string
  /** Finds it in the desk's own log. */
  requestId: string | undefined
}

export type DeskClient = Client & {
  /** The last refusals, newest first. */
  failures(): readonly Failure[]
}

type Options = {
  session: SessionKeeper
  /** Empty in the desk's own pages. */
  baseUrl?: string
  fetch?: typeof fetch
  pause?: (ms: number, signal: AbortSignal | undefined) => Promise<void>
  now?: () => number
}

/**
 * The client of the desk's own pages: by cookie, with the session's token. A 401 is told to the session before it
 * rejects. A token that another tab's sign-in replaced is read anew once and the call repeated.
 * Rule: docs/behaviour/web-data.md, "Who is signed in".
 */
export function createDeskClient(options: Options): DeskClient {
  const { session } = options
  const plain = createClient({
    baseUrl: options.baseUrl ?? '',
    csrfToken: () => tokenOf(session),
    ...(options.fetch === undefined ? {} : { fetch: options.fetch }),
    ...(options.pause === undefined ? {} : { pause: options.pause }),
  })
  const failures: Failure[] = []
  const remember = (contract: RouteContract, { status, code, requestId }: ApiError) => {
    const at = (options.now ?? Date.now)()
    failures.unshift({ at, method: contract.method, path: contract.path, status, code, requestId })
    failures.length = Math.min(failures.length, FAILURES_MAX)
  }
  const attempt = async <A>(
    contract: RouteContract,
    mayRenew: boolean,
    run: () => Promise<A>,
  ): Promise<A> => {
    const asker = session.current()
    if (session.isLeaving() && contract.access !== 'public')
      throw new NoAnswer('nothing is asked while somebody signs out', { cause: undefined })
    // The browser may have somebody else's session by now: until the person is there again nothing is read or written.
    if (asker.state === 'lost' && contract.access !== 'public' && contract.path !== readMe.path)
      throw new ApiError(401, 'unauthenticated', 'The session has ended.')
    try {
      return await run()
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      if (mayRenew && mayBeStaleToken(contract, error) && (await renewToken(plain, session)))
        return attempt(contract, false, run)
      remember(contract, error)
      // Of an earlier session it says nothing about the one that is there now.
      if (error.status === 401 && contract.path !== signIn.path && session.current() === asker) session.lost()
      throw error
    }
  }
  const call: Client['call'] = (contract, ...input) =>
    attempt(contract, true, () => plain.call(contract, ...input))
  return { call, failures: () => failures }
}

const FAILURES_MAX = 20

function tokenOf(session: SessionKeeper): string | undefined {
  const current = session.current()
  return current.state === 'signed-out' ? undefined : (current.session.csrfToken ?? undefined)
}

function mayBeStaleToken(contract: RouteContract, { status, code }: ApiError): boolean {
  return contract.method !== 'GET' && contract.access !== 'public' && status === 403 && code === 'forbidden'
}

/** Whether the desk has another token for the same person. Somebody else's session is none of this page's. */
async function renewToken(plain: Client, session: SessionKeeper): Promise<boolean> {
  const before = session.current()
  if (before.state !== 'signed-in') return false
  const me = await plain.call(readMe).catch(() => undefined)
  if (me === undefined || me.csrfToken === null) return false
  const isOther = me.csrfToken !== before.session.csrfToken
  return session.signedIn(me) && isOther
}
