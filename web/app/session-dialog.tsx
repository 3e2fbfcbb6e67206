import { lazy, Suspense, useEffect } from 'react'
import { readMe } from '../../contracts/people.ts'
import { useDesk, useSession } from '../api/index.ts'

const SignInAgain = lazy(() =>
  import('./sign-in-again.tsx').then(({ SignInAgain }) => ({ default: SignInAgain })),
)

/**
 * Asks who was signed out to sign in again, over the page as it is: what was under way goes on, what was written is
 * untouched. Looks when the page is seen again whether another tab signed in meanwhile.
 */
export function SessionDialog() {
  const desk = useDesk()
  const session = useSession()
  const isLost = session.state === 'lost'
  useEffect(() => {
    if (!isLost) return
    const look = () => {
      if (document.visibilityState === 'hidden') return
      desk.client.call(readMe).then(
        (me) => {
          if (!desk.session.signedIn(me)) location.reload()
        },
        // Still nobody: the dialog stays.
        () => undefined,
      )
    }
    document.addEventListener('visibilitychange', look)
    return () => document.removeEventListener('visibilitychange', look)
  }, [desk, isLost])
  if (session.state === 'signed-out') return null
  return (
    <Suspense>
      {isLost && <SignInAgain person={session.session.person} tenant={session.session.tenant} />}
    </Suspense>
  )
}
