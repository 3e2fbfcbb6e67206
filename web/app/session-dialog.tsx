import { useEffect } from 'react'
import { readMe } from '../../contracts/people.ts'
import { useDesk, useSession } from '../api/index.ts'
import { useLoaded } from '../ui/late-code.ts'

const loadSignIn = () => import('./sign-in-again.tsx')

/** Without its code nobody can sign in again: it is asked for until it is there. */
const AGAIN_MS = 5_000

/**
 * Asks who was signed out to sign in again, over the page as it is: what was under way goes on, what was written is
 * untouched. Looks when the page is seen again whether another tab signed in meanwhile.
 */
export function SessionDialog() {
  const desk = useDesk()
  const session = useSession()
  const isLost = session.state === 'lost'
  const { loaded, load } = useLoaded(loadSignIn)
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
  useEffect(() => {
    if (!isLost || loaded !== undefined) return
    void load()
    const timer = setInterval(() => void load(), AGAIN_MS)
    return () => clearInterval(timer)
  }, [isLost, loaded, load])
  if (!isLost || loaded === undefined) return null
  return <loaded.SignInAgain person={session.session.person} tenant={session.session.tenant} />
}
